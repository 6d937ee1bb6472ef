"""Faults made on purpose, with real processes: `python -m tests.drills NAME` does one and prints what the public and the editors saw.

What was seen stands in deploy/drills.md. What is quick enough is a test as well.
"""
