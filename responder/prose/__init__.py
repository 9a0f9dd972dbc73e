"""Prose: Markdown as people write it, made safe to show.

Takes Markdown. Gives HTML (``render.to_html``), plain text (``render.to_text``) and where each block stands
(``outline``). Raw HTML is never passed through: it appears as the characters that were written.
"""
