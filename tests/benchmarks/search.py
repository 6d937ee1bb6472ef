"""How long a search takes among twenty thousand documents: `make bench-search`, or with PGHOST and its like set on PostgreSQL too.

It makes a database of its own with the site's content and as many made-up documents as make twenty thousand, asks the questions
of the relevance table and some that are hard, over and over, and prints median and 99th percentile in milliseconds.
"""

import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS, ROUNDS = 20_000, 5
HARD = ["police", "the police and crime commissioner", "police force collaboration agreement region", "police force crime officers service region agreement commissioner", '"police force"', "helicoptr polise", "zzzz", "police 2019"]


def main() -> None:
    for name, settings in (("SQLite", "empcp_site.settings"), ("PostgreSQL", "tests.on_postgresql")):
        if name == "PostgreSQL" and not os.environ.get("PGHOST"):
            print("PostgreSQL: set PGHOST, PGUSER and PGDATABASE (an empty database) to measure it too.")
            continue
        with tempfile.TemporaryDirectory() as var:
            environment = {**os.environ, "EMPCP_VAR": var, "DJANGO_SETTINGS_MODULE": settings}
            subprocess.run([sys.executable, "-m", "tests.benchmarks.search", name], cwd=ROOT, env=environment, check=True)


def measure(name: str) -> None:
    """Fill the configured database, ask, print."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    fill()
    # As each worker of gunicorn does when it has loaded the site.
    gc.collect()
    gc.freeze()
    taken = {kind: timed(kind, ask) for kind, ask in (("results", results), ("suggestions", suggest))}
    for kind, milliseconds in taken.items():
        print(f"{name}, {DOCUMENTS} documents, {kind}: median {statistics.median(milliseconds):.1f} ms, p99 {statistics.quantiles(milliseconds, n=100)[98]:.1f} ms, of {len(milliseconds)}")


def fill() -> None:
    """Documents made of the words of the site's own, as long as its own are."""
    from datetime import timedelta

    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from collaboration.news.models import PressRelease
    from collaboration.publishers.models import Publisher
    from collaboration.search.models import SearchRecord
    from collaboration.search.spelling import learn
    from collaboration.search.vendors import words_table

    chance, now = random.Random(7), timezone.now()
    words = " ".join(SearchRecord.objects.values_list("text", flat=True)).split()
    sites, kind = list(Publisher.objects.all()), ContentType.objects.get_for_model(PressRelease)

    def passage(length: int) -> str:
        start = chance.randrange(len(words) - length)
        return " ".join(words[start : start + length])

    made = [
        SearchRecord(
            content_type=kind, object_id=10_000_000 + number, publisher=chance.choice(sites), is_shared=False, kind=chance.choice(["release", "page", "document"]),
            title=passage(7)[:300], headings=passage(12), summary=passage(25), text=passage(chance.randrange(150, 450)), path=f"news/made-{number}/", publish_at=now - timedelta(hours=DOCUMENTS - number),
        )
        for number in range(DOCUMENTS - SearchRecord.objects.count())
    ]  # fmt: skip
    SearchRecord.objects.bulk_create(made, batch_size=1000)
    words_table().rebuild()
    learn(made)


def timed(kind: str, ask) -> list[float]:
    """Milliseconds that each question took."""
    from collaboration.publishers.models import Publisher
    from tests.search.questions import QUESTIONS

    sites = {one.slug: one for one in Publisher.objects.all()}
    asked = [(sites[site], question) for site, question, _right in QUESTIONS] + [(sites["programme"], question) for question in HARD]
    taken, slow = [], []
    for number in range(ROUNDS + 1):
        for here, question in asked:
            start = time.perf_counter()
            ask(question, here, list(sites.values()))
            lasted = 1000 * (time.perf_counter() - start)
            if number:
                taken.append(lasted)
                slow.append((lasted, question))
    print(f"slowest {kind}:", ", ".join(f"{question} {lasted:.0f} ms" for lasted, question in sorted(slow, reverse=True)[:5]))
    return taken


def results(question: str, here, sites: list) -> None:
    """What the page of results asks of the search: hits, counts, the first page with its snippets, a correction."""
    from django.utils import timezone

    from collaboration.search.facets import facets
    from collaboration.search.finding import search
    from collaboration.search.forms import SearchForm
    from collaboration.search.grouping import grouped, with_records
    from collaboration.search.spelling import corrected

    form = SearchForm({"q": question})
    scope = form.scope(here, sites, timezone.now())
    found = search(form.asked, scope)
    with_records(grouped(found.hits)[:20], found)
    facets(found, form, scope, sites)
    corrected(found.question, found.unheard, scope)


def suggest(question: str, here, sites: list) -> None:
    from django.utils import timezone

    from collaboration.search.scope import Scope
    from collaboration.search.suggesting import suggestions

    suggestions(question[:8], Scope(timezone.now(), None if here.is_programme else here, here))


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
