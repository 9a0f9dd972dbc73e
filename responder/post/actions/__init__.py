"""Deeds of the post: groups and their gate, claims and their settling, receipts, and what stays unknown."""
