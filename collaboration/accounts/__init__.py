"""Who may write: people who sign in, their membership of an office, and the one question `can`.

What they write stands above. Readers have no account and no session.
"""
