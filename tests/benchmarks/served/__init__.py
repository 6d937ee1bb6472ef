"""Measures what a reader waits for and what a machine spends: finished pages over HTTP, beside servers that do less or more for them."""
