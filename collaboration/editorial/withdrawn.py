"""What is raised where something public has been taken back."""


class Withdrawn(Exception):
    """Something that was public and is so no longer; its reason is for the public to read."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason
