"""Counsel: the workspace in which a lawyer thinks aloud about one incident.

Takes what counsel writes and what advice was given. Gives it to counsel and to those whom counsel names. Never lets any
of it into timeline, bundle, report or another room, until counsel releases it: that is a deed, and stands in the
timeline with its text.
"""
