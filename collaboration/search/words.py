"""Words as the search takes them, whatever the database: where they begin and end, which say nothing, which have one root."""

import re
from collections.abc import Iterable
from functools import lru_cache

WORD = re.compile(r"\w+")
POSSESSIVE = re.compile(r"['’ʼ]s\b", re.I)
# A phrase that means the same as another, and how many may mean the same.
LONGEST_PHRASE = 8
MOST_ALIKE = 8
# Words that stand for a place: private letters, so that no text has them and nobody can ask for them.
ONE_SITE, EVERY_SITE = "\ue000", "\ue001"

# What stands in a question and says nothing of what it is about.
SAYS_NOTHING = frozenset(
    ["a", "about", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "are", "as", "at", "be", "been", "being", "but", "by", "can", "cannot", "could", "d", "did", "do", "does", "doing", "done", "find", "for", "from", "get", "give", "got", "had", "has", "have", "having", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "isn", "it", "its", "just", "know", "let", "like", "ll", "looking", "m", "many", "may", "me", "mean", "might", "much", "must", "my", "need", "no", "not", "of", "on", "or", "our", "out", "over", "please", "re", "s", "she", "should", "show", "so", "some", "somebody", "someone", "t", "tell", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "up", "ve", "want", "wants", "was", "we", "were", "what", "what", "whats", "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "without", "would", "you", "your"]
)  # fmt: skip
ENDINGS = ("ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "al", "s", "e", "y")
SAME_BEGINNING = 7


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters; what belongs to a commissioner’s is the commissioner’s."""
    whole = POSSESSIVE.sub("", text)
    return WORD.findall(whole.lower()) if whole.isascii() else [word.casefold() for word in WORD.findall(whole)]


def telling(words: list[str]) -> list[str]:
    """The words that say something; all of them, if none does."""
    return [word for word in words if word not in SAYS_NOTHING] or words


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """What the forms of a word have in common, roughly: to compare titles and rules by. The database has its own way."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)][:SAME_BEGINNING]
    return word[:SAME_BEGINNING]


def roots(words: list[str]) -> set[str]:
    return {root(word) for word in words}


def phrases(listed: str) -> list[list[str]]:
    """What stands between the commas of a list, each as its words, none twice."""
    found = (tuple(words_of(piece)) for piece in listed.split(","))
    return [list(words) for words in dict.fromkeys(found) if words]


def listed(numbers: Iterable[int]) -> str:
    """Numbers as they stand in a question to the database; as values of it, so many would take longer to hand over than to look up."""
    return ", ".join(str(int(number)) for number in numbers)
