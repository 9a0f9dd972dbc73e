"""Takes the shelves `notices/` and `playbooks/`, gives frozen values; never guesses: what does not fit is refused by file and line."""
