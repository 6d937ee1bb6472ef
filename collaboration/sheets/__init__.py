"""Tables as files: CSV read with suspicion and written so that no spreadsheet takes a cell for a formula.

What a row means is known by the room that reads it; here are cells, rows and what is to become of them.
"""
