"""Builders: plain functions that make a small, plainly synthetic world."""
