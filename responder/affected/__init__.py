"""Affected: lists of the people concerned, imported, joined with care, sealed.

Takes files and a confirmed mapping; gives recipients, and counts by place and data element. A person is joined with
another only on the firm's own id, or on name, birth date and one contact, or by a person's word. Never writes a letter.
"""
