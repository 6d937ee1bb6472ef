"""Puts a release of so many words into the configured database, public for an hour: `python -m tests.benchmarks.served.release 600`.

The words are those of the site's own pages, in their order: made-up ones would compress better than what people write.
"""

import sys

import django


def text(words: int) -> str:
    """Paragraphs of sixty words each, the same at every run."""
    from collaboration.search.models import SearchRecord

    longest = sorted(SearchRecord.objects.values_list("text", flat=True), key=lambda one: (-len(one), one))
    chosen = longest[0].split()[:words]
    assert len(chosen) == words, f"no text of the site has {words} words"
    return "".join(f"<p>{' '.join(chosen[start : start + 60])}</p>" for start in range(0, words, 60))


if __name__ == "__main__":
    django.setup()
    from tests.making import release

    release("measured", headline="What was measured with a page of six hundred words", body=text(int(sys.argv[1])))
