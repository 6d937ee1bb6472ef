"""How words become public: the abstract base of everything a reader can read, by two dates.

The row is what the public sees. Drafts, history, review and previews join it here later; what there
is to read stands in the rooms above.
"""
