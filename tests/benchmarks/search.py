"""How long a search takes as a site grows: `make bench-search`, on SQLite and, where EMPCP_DATABASE_URL names a server, on PostgreSQL.

For each number of documents it makes a database of its own, with the site's content and made-up documents of its words. The
questions of the relevance table, some that are hard and single words go to each in turn, round after round, so that what else
the machine does weighs on all alike. It prints milliseconds by the clock and of this process's own computing, median and 99th
percentile, and how much more the largest costs than the smallest. Where the databases are made, the server must let one make databases.
"""

import gc
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES, ROUNDS = (1_000, 20_000, 100_000), 5
HARD = ["police", "the police and crime commissioner", "police force collaboration agreement region", "police force crime officers service region agreement commissioner", '"police force"', "helicoptr polise", "zzzz", "police 2019"]
WORDS = ["police", "commissioner", "custody", "murder", "helicopter", "burglary", "payroll", "zzzz"]
NAMED = {"results": "a question, its results", "suggestions": "suggestions while typing", "words": "a single word"}


def main() -> None:
    url = os.environ.get("EMPCP_DATABASE_URL", "")
    if not url:
        print("PostgreSQL: set EMPCP_DATABASE_URL to measure it too.")
    for name in ["SQLite", *(["PostgreSQL"] if url else [])]:
        with ExitStack() as stack:
            asked = {size: stack.enter_context(Asked(size, url if name == "PostgreSQL" else "")) for size in SIZES}
            taken = {size: {kind: [] for kind in NAMED} for size in SIZES}
            for number in range(ROUNDS + 1):
                for size, one in asked.items():
                    for kind, pairs in one.round().items():
                        taken[size][kind] += pairs if number else []
        show(name, taken)


def show(name: str, taken: dict[int, dict[str, list[tuple[float, float, str]]]]) -> None:
    """Print a line for each kind of question and number of documents."""
    for kind, title in NAMED.items():
        print(f"{name}, {title}:")
        for size in SIZES:
            clock, own = ([one[place] for one in taken[size][kind]] for place in (0, 1))
            slowest = max(taken[size][kind])
            print(f"  {size:7,} documents: {spread(clock)} by the clock; {spread(own)} of computing here; slowest {slowest[2]!r}")
        first, last = (statistics.median(one[0] for one in taken[size][kind]) for size in (SIZES[0], SIZES[-1]))
        print(f"  {SIZES[-1]:,} against {SIZES[0]:,}: {last / first:.2f} times the median")


def spread(milliseconds: list[float]) -> str:
    return f"median {statistics.median(milliseconds):5.1f}, p99 {statistics.quantiles(milliseconds, n=100)[98]:5.1f} ms"


class Asked:
    """A process with a database of so many documents, that asks a round of questions whenever it is told to."""

    def __init__(self, size: int, url: str):
        self.size, self.url = size, url

    def __enter__(self) -> "Asked":
        self.var = tempfile.TemporaryDirectory()
        environment = {**os.environ, "EMPCP_VAR": self.var.name, "DJANGO_SETTINGS_MODULE": "empcp_site.settings", "EMPCP_DATABASE_URL": made_anew(self.url, self.size) if self.url else ""}
        self.process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.search", str(self.size)], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "ready\n":
            raise SystemExit(f"the database of {self.size} documents could not be made")
        return self

    def round(self) -> dict[str, list[tuple[float, float, str]]]:
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __exit__(self, *_why) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.var.cleanup()
        if self.url:
            with server(self.url) as there:
                there.execute(f"DROP DATABASE IF EXISTS bench_search_{self.size}")


def made_anew(url: str, size: int) -> str:
    """The address of an empty database beside the one that was named."""
    with server(url) as there:
        there.execute(f"DROP DATABASE IF EXISTS bench_search_{size}")
        there.execute(f"CREATE DATABASE bench_search_{size}")
    return urlsplit(url)._replace(path=f"/bench_search_{size}").geturl().replace("postgresql:/bench", "postgresql:///bench")


def server(url: str):
    import psycopg

    return psycopg.connect(url, autocommit=True)


def serve(size: int) -> None:
    """Fill the configured database, then ask a round of questions for each line that comes in."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    fill(size)
    # As each worker of gunicorn does when it has loaded the site.
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for _line in sys.stdin:
        print(json.dumps(round_of_questions()), flush=True)


def fill(documents: int) -> None:
    """Documents made of the words of the site's own, as long as its own are."""
    from datetime import timedelta

    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from collaboration.news.models import PressRelease
    from collaboration.publishers.models import Publisher
    from collaboration.search.learning import learn
    from collaboration.search.models import SearchRecord
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
            title=passage(7)[:300], headings=passage(12), summary=passage(25), text=passage(chance.randrange(150, 450)), path=f"news/made-{number}/", publish_at=now - timedelta(hours=documents - number),
        )
        for number in range(documents - SearchRecord.objects.count())
    ]  # fmt: skip
    SearchRecord.objects.bulk_create(made, batch_size=1000)
    words_table().rebuild()
    learn(made)


def round_of_questions() -> dict[str, list[tuple[float, float, str]]]:
    """Milliseconds by the clock and of computing that each question took, by kind."""
    from collaboration.publishers.models import Publisher
    from tests.search.questions import QUESTIONS

    sites = {one.slug: one for one in Publisher.objects.all()}
    questions = [(sites[site], question) for site, question, _right in QUESTIONS] + [(sites["programme"], question) for question in HARD]
    # On an office's site too, where a common word is in many texts that are not its own.
    words = [(sites[site], word) for site in ("programme", "derbyshire-opcc") for word in WORDS]
    taken = {}
    for kind, ask, asked in (("results", results, questions), ("suggestions", suggest, questions), ("words", results, words)):
        taken[kind] = [timed(ask, question, here, list(sites.values())) for here, question in asked]
    return taken


def timed(ask, question: str, here, sites: list) -> tuple[float, float, str]:
    computed, start = time.process_time(), time.perf_counter()
    ask(question, here, sites)
    return 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - computed), question


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
    serve(int(sys.argv[1])) if len(sys.argv) > 1 else main()
