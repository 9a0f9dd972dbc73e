"""The agenda: what falls due and when, who has taken it, and the one clock that may fire it.

Takes due times. Gives reminders before and after them, each claimed once, caught up after a standstill; a lease that
elects one clock; a row for each firing; a heartbeat. Knows no room: a due item names a stream, a kind and a subject.
"""
