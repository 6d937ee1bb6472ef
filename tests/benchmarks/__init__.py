"""Measures that are printed, never asserted: a timing depends on the machine it was taken on."""
