"""Takes a snapshot of facts and the library of law; gives who must be told, by when and why.

Never reads anything else, and never decides: it shows the rule and its reasons.
"""
