"""The index of what can be edited at the staff door."""
