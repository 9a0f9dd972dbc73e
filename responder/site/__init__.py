"""The one WSGI app: console, api and hooks behind the one guard.

Takes services, gives an app. Never starts a clock: ``responder serve`` does, in one process.
"""
