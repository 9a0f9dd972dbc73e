"""Facts: what is known of an incident, who said so and since when, and what is still unknown.

Takes statements. Gives the snapshot (``Facts``) that obligations and letters read. Never forgets a former value, and
never takes "not said" for "no".
"""
