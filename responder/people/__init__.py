"""People: the staff, what they may do, and how they prove who they are.

Takes logins, passwords, one-time links and session tokens. Gives accounts, permissions (one table, ``permissions``)
and sign-ins. Names and addresses of staff are sealed with the house's key; passwords and tokens are kept as hashes.
Never knows an incident: a seat in one gives no permission.
"""
