"""Deliveries: an approved notice reaches each person once, and there is proof of it.

Takes an approved notice, the people it is for and the ladder of channels the law accepts; gives campaigns that are
checked, started, watched, paused, halted, and for each person what went out, when, by which channel and what became
of it. Never guesses the outcome of a send, and never counts as notice what the law does not.
"""
