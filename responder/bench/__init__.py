"""Benchmarks: what the toolkit does in a second, beside the bare parts it is made of.

Takes a name and a size; gives a document ``responder/bench/1`` with both rates of the same call, on the same machine.
Never judges: the goals stand in docs/performance.md.
"""
