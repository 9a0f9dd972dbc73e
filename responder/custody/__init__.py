"""Custody: the register of personal information holdings, legal holds and disposal; it knows nothing of incidents.

Takes what a firm holds and why. Gives holdings, holds, disposals. Never reads a fact of an incident.
"""
