"""Nightly care, and what the desk does with what it found."""
