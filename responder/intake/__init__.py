"""Intake: an alarm, a report or a person's word becomes an open incident with a reference.

Takes what somebody saw. Gives ``Incident`` and its number. Never judges whether it is a breach.
"""
