"""Enquiries and complaints: what visitors send, and what becomes of it."""
