"""The post: the outbox, and the only hands that give messages to channels.

Takes rows that say to whom (an opaque party), by which channel and not before when; gives outcomes, receipts matched
to them, and what stays unknown. Composers handed in by the worker turn rows into messages, because post knows no
room. Never sends what is unknown a second time by itself, and never lets a drill's message out of the rehearsal.
"""
