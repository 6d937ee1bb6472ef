"""Checks before publishing: what stops a thing from being published, and what needs a reason.

`words` has the tables to read and change, `reading` takes a text apart, `places` says where links lead.
Each other module holds checks, which put themselves on the list of `editorial.proofs` when the first is asked for.
"""


def connect() -> None:
    """Put every check on the list."""
    from . import files, language, links, parts, records, structure  # noqa: F401
