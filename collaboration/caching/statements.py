"""Which tables a statement reads and writes, told from its SQL.

Nothing here parses SQL. A table may be read if its name stands anywhere in the text, and what is not known to
be harmless may have changed anything: to name too many tables costs a page printed anew, one too few would
leave an old page standing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"\w+")
FIRST_WORD = re.compile(r"(?:\s|\(|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w*)", re.S)
# Statements that change nothing, unless one of the words below stands in them too.
HARMLESS = frozenset(
    ["", "analyze", "begin", "close", "declare", "deallocate", "discard", "explain", "fetch", "listen", "lock", "notify", "pragma", "release", "reset",
     "rollback", "savepoint", "select", "set", "show", "start", "table", "unlisten", "vacuum", "values", "with"]
)  # fmt: skip
ENDINGS = frozenset(["commit", "end"])
CHANGING = frozenset(["delete", "insert", "merge", "replace", "truncate", "update", "copy"])
# A locking clause (`FOR UPDATE`) is no change. PostgreSQL changes rows inside WITH, and runs what it EXPLAINs.
MAY_CHANGE = re.compile(
    r"\b(?:insert|into|delete\s+from|merge|replace\s+into|truncate|copy|alter|create|drop|call|do|execute|(?<!for )(?<!for no key )update)\s"
)
# The table that a plain statement changes; others that it names, it reads.
TARGET = re.compile(
    r"\s*(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+(?:abort|fail|ignore|replace|rollback))?|delete\s+from)\s+(?:only\s+)?"
    r"(?:[\"`\[]?\w+[\"`\]]?\s*\.\s*)?[\"`\[]?(\w+)[\"`\]]?(?![\w.])"
)
# PostgreSQL takes these only outside a transaction.
STANDS_ALONE = re.compile(r"\b(?:concurrently|database|tablespace|system|subscription)\b")


class Statement(NamedTuple):
    """What one text of SQL does: the tables it names, those of them it may change, and whether it may change the tables themselves."""

    named: frozenset[str]
    changed: frozenset[str] = frozenset()
    # It may have made, altered or dropped tables, or done something we know nothing of.
    is_structural: bool = False
    # It makes the transaction final.
    is_ending: bool = False
    stands_alone: bool = False

    @property
    def is_harmless(self) -> bool:
        return not (self.changed or self.is_structural or self.is_ending)


class Tables:
    """The tables of a database by name, and what statements do to them, each text looked at once."""

    def __init__(self, names: Iterable[str], has_editions: bool = True):
        self.has_editions = has_editions
        self.is_outdated = False
        self.names = frozenset(name.lower() for name in names if WORD.fullmatch(name))
        self.judged = lru_cache(4096)(self.judge)

    def judge(self, sql: str) -> Statement:
        """What a statement does, its parameters left out."""
        text = sql.lower()
        named = self.names.intersection(WORD.findall(text))
        first = FIRST_WORD.match(text)[1]
        if first in ENDINGS:
            return Statement(named, is_ending=True)
        if first in HARMLESS and (first == "vacuum" or not MAY_CHANGE.search(text)):
            return Statement(named)
        if first in ("with", "explain"):
            return Statement(named, changed=named or self.names)
        if first in CHANGING and "cascade" not in text:
            return Statement(named, changed=self.target(text, named))
        return Statement(named, changed=self.names, is_structural=True, stands_alone=bool(STANDS_ALONE.search(text)))

    def target(self, text: str, named: frozenset[str]) -> frozenset[str]:
        """The one table that the statement changes where that is plain to see, else every one it names."""
        found = TARGET.match(text)
        is_plain = found and found[1] in self.names and ";" not in text.rstrip().rstrip(";")
        return frozenset([found[1]]) if is_plain else named or self.names
