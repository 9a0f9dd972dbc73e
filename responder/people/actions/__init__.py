"""Deeds of people: ``accounts``, ``links`` (one-time), ``sessions`` (signing in and out)."""
