"""The house: one Django app, divided into rooms by subject.

Rooms stand on floors and import only from themselves and from lower floors; `tests/test_house.py`
holds the list. What wires them together (models, admin, urls, signals, checks, the tag library, the
commands) is the hall, in this folder itself.
"""
