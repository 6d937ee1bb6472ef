"""Old addresses lead on, and missing ones are counted."""
