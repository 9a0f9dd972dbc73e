"""Notices: what is said to whom, drafted from facts, approved by a second person, frozen.

Takes obligations, facts and the shelf of letters; gives drafts, gaps, approvals, and letters that deliveries fill with
a name. An approval is bound to texts, attachments and recipients; any later edit voids it. Never sends.
"""
