"""News by e-mail: who asked for which releases, and what they have been told.

Personal data lives here: an e-mail address, confirmed by whoever reads it, and what is sent to it. It
goes when they leave. A letter is an entry in the outbox without words or address (see `letters`).
"""
