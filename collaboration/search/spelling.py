"""“Did you mean”: the nearest word of the site's own for one that nothing has.

The list of words is of everything that has a date, under embargo or not, so that a search need not read every text.
A word leaves it only after it has been read, letter by letter, in a text that is public at that moment.
"""

import re

from django.db.models import Q

from .learning import WORTH_LEARNING
from .models import SearchRecord, SearchWord
from .question import Question, Term, Wanted
from .scope import Scope
from .vendors import words_table

# Words of one beginning or ending that are compared, and nearest ones that are looked up.
MOST_COMPARED = 1500
MOST_LOOKED_UP = 6
READ = 5


def corrected(question: Question, unheard: list[int], scope: Scope) -> str:
    """What was typed with the words that nothing has replaced by the nearest; empty if there is nothing nearer."""
    typed = question.typed
    for number in unheard:
        term = question.terms[number]
        word = nearest(term.words[0], scope) if len(term.words) == 1 else ""
        if not word:
            continue
        typed = re.sub(rf"\b{re.escape(term.words[0])}\b", lambda _found, word=word: word, typed, flags=re.I)
    return typed if typed != question.typed else ""


def nearest(word: str, scope: Scope) -> str:
    """The nearest word that a public text in the scope has; empty if none is near."""
    if not WORTH_LEARNING.fullmatch(word):
        return ""
    for near in near_by(word)[:MOST_LOOKED_UP]:
        (records,) = words_table().newest([Wanted((Term((near,)),))], scope, READ)
        texts = SearchRecord.objects.live(scope.at).filter(pk__in=records).values_list("title", "headings", "summary", "text")
        if any(re.search(rf"\b{re.escape(near)}\b", " ".join(text), re.I) for text in texts):
            return near
    return ""


def near_by(word: str) -> list[str]:
    """Words of the list that are one or two slips away, the nearest first."""
    begins, ends = word[:2], word[::-1][:2]
    same = Q(word__gte=begins, word__lt=after(begins)) | Q(backwards__gte=ends, backwards__lt=after(ends))
    known = SearchWord.objects.filter(same).values_list("word", flat=True)[:MOST_COMPARED]
    most = 1 if len(word) < 6 else 2
    rated = [(slips(word, one, most), one) for one in known if abs(len(one) - len(word)) <= most]
    return [one for rate, one in sorted(rated) if 0 < rate <= most]


def after(beginning: str) -> str:
    """The first text that does not begin so any more."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)


def slips(first: str, second: str, most: int) -> int:
    """How many letters were missed, added, mistaken or swapped between two words (optimal string alignment); `most` + 1 for more."""
    before, row = [], list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(second, start=1):
            costs = [before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other)]
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                costs.append(last[j - 2] + 1)
            row.append(min(costs))
        if min(row) > most:
            return most + 1
    return row[-1]
