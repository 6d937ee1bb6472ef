"""Letters whose words are written as they are sent: who writes them, and what of them there is to say.

So nothing that was public when a letter was planned goes out once it has been taken back, whoever has
left gets nothing more, and neither words nor address wait in the outbox. A room enters its writers as
the application starts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from .models import Letter


@dataclass(frozen=True)
class Words:
    """What a letter says, and to whom."""

    to: str
    subject: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)


class Writer(Protocol):
    """Who writes letters of one kind."""

    def write(self, letter: Letter) -> Words | None:
        """What it says at this moment; None if there is nothing to say any more, and the letter is thrown away."""

    def sent(self, letter: Letter) -> None:
        """The mail server has taken it."""

    def refused(self, letter: Letter) -> None:
        """The mail server has refused its address for good; the letter is not tried again."""


writers: dict[str, Writer] = {}


def words_of(letter: Letter) -> Words | None:
    """What a letter says: what stands in it, or what its writer writes now. Raises KeyError for a writer there is not."""
    if letter.writer:
        return writers[letter.writer].write(letter)
    return Words(letter.to, letter.subject, letter.body)
