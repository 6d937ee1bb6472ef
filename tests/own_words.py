"""Runs of twelve words: how the tests know that no sentence of a source page was copied.

The source pages themselves are not ours to keep here. What is kept, in content/source_runs.txt, is a
short digest of each run of twelve words in them; `python -m tests.own_words FOLDER` writes it anew
from the five captured pages.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

RUNS = Path(__file__).parent / "content" / "source_runs.txt"
LENGTH = 12


def runs_of(text: str) -> Iterator[str]:
    """Every run of twelve words, without capitals and punctuation."""
    words = re.findall(r"[^\W_]+", text.lower().replace("’", "'").replace("'", ""))
    for start in range(len(words) - LENGTH + 1):
        yield " ".join(words[start : start + LENGTH])


def digest(run: str) -> str:
    return blake2b(run.encode(), digest_size=6).hexdigest()


if __name__ == "__main__":
    pages = sorted(Path(sys.argv[1]).glob("*.txt"))
    known = {digest(run) for page in pages for run in runs_of(page.read_text())}
    RUNS.write_text("\n".join(sorted(known)) + "\n")
    print(f"{len(known)} runs of {len(pages)} pages")
