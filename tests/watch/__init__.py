"""Tests of what those who run the site see of it."""
