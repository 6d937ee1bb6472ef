"""What is raised where something public has been taken back."""


class Withdrawn(Exception):
    """Something that was public and is so no longer; its reason is for the public to read, and what replaces it to go to."""

    def __init__(self, reason: str, replaced_by: str = ""):
        super().__init__(reason)
        self.reason = reason
        self.replaced_by = replaced_by
