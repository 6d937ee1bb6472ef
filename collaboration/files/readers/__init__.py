"""What opens the files of strangers. Each module answers `read(file)`: facts about it, and files made from it.

These run in the limited process alone, and import neither Django nor any other room.
"""


class Unfit(Exception):
    """A file that must not be published; `code` names one of the reasons, `words` what goes into its sentence."""

    def __init__(self, code: str, **words):
        super().__init__(code)
        self.code = code
        self.words = words
