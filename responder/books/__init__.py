"""Takes the shelves ``notices/`` and ``playbooks/``; gives frozen values.

Never guesses: what does not fit is refused with file, line, field and what was expected.
"""
