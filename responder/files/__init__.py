"""Files: whatever holds people's data outside a row, sealed.

Takes bytes and a scope (an incident, the house); gives back a reference that says nothing of the content. Uploads,
rejected rows, letters of the local sink, attachments and previews all lie here; no other code writes such a file.
Never opens a file it was not asked for, and never serves one to a browser.
"""
