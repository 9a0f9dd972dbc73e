"""Formats: other people's files, read and written: CSV, XLSX, calendars.

Takes bytes, gives plain frozen values, and says of bad ones where they stand. Never knows what a value means to us.
"""
