"""The outbox: every e-mail of the house is a letter in the database first, and sent after the commit.

A letter has a key that is its own, so nothing is sent twice, however often somebody presses or a
nightly run is repeated. What a letter says is the business of the room that posts it.
"""
