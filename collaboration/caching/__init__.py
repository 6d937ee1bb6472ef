"""Finished pages, and values of our own, kept for as long as nothing they were made from has changed.

Each table has an *edition*, a number that every write of it raises in its own transaction. Whatever is made
notes the tables it read and their editions from before the first row was read; it is good for as long as
each of them is the same, and for not a moment longer than the next one at which time alone would change it.

Read on in this order: `statements` (what SQL reads and writes), `engine` (what our databases' connections do
on top of Django's), `editions` (the numbers), `notes` (what the request in hand has read), `holding` (values in
memory), `moments` (when time changes a page), `watching` (has anything changed?), `pages` and `store`.
"""
