"""Review: what a matter leaves behind: meetings and their actions, the report, the picture, the proof bundle.

Takes everything the other rooms hold, read only, gathered once into a ``Matter`` (``queries.gather``); the report, the
picture and the bundle are pure over it. Gives invitations, Markdown, HTML and PDF, and a zip that ``verify.py`` checks.
Never changes history.
"""
