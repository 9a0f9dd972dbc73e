"""Channels: the ways a message leaves, behind one port.

Takes messages that are ready to go; gives one outcome each, as a value, and the receipts that come back later. A call
never waits without end, and what is not known to have happened is said to be unknown. Never decides who is written
to, whether a message is sent again, or whether it belongs to a drill.
"""
