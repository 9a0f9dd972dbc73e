"""What the entrances over HTTP share: the guard, forms, errors, headers, and who is looking.

Takes a request, gives a signed-in viewer with permission or an answer that says why not. Deny by default: an endpoint
is listed in ``guard.PUBLIC`` or names its deed. Never knows a page.
"""
