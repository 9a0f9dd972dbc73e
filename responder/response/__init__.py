"""Response: a playbook being followed in one incident.

Takes an incident, a playbook, facts. Gives the steps that are current and why, what the others wait for, decisions,
evidence, who sits on which seat, and when each step is due. Never sends to customers, never computes a period of law.
"""
