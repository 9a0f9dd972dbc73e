"""The vault: keys and what they seal.

Gives one pair of keys a scope (an incident, the house): one seals, one makes look-up hashes. Keys never lie in the
database or its backups; destroying the pair makes everything it sealed unreadable. Never knows what it seals.
"""
