"""Redirects: where an address that has changed leads, and which addresses people ask for in vain."""
