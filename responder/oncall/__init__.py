"""On call: who answers at this hour, in which order people are called, and the calls themselves.

Takes rotas, teams, escalation paths and a call about a stream; gives who is on call, messages laid into the post, and
who answered. Never knows steps or duties, and never lets quiet hours silence a call.
"""
