"""The worker: one clock that ticks the table of jobs, inside ``serve`` or by itself on as many machines as wanted.

Takes services. Gives ``Clock``. Never remembers a due time: it only asks the tables what is due.
"""
