"""Embargo passes: a journalist's way to read one release before it is out, under their own name, until it is out or the office closes it.

Journalists' names are kept here, so this room erases too (`keeping`).
"""
