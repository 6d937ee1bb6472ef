"""Leaving a redirect behind where an address has changed."""


def leave_redirect(publisher, old_path: str, new_path: str, by) -> None:
    """To be written by helper E."""
    raise NotImplementedError
