"""Nightly care: outside links, pages past their review, agreements that end, and what has been kept long enough.

Each step is a function that does its work and says in a line what it did; `nightly.py` runs them all.
"""
