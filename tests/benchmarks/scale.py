"""How much longer everything takes with a hundred thousand releases than with a thousand: `make bench-scale`.

    python -m tests.benchmarks.scale [-n ROUNDS] [--keep FOLDER] [--small URL --large URL] [--only WORDS]

Makes two databases (a thousand releases, five hundred agreements and revisions; and a hundred thousand, five thousand and fifty thousand), asks the
same code with each, the page store off, in turns within one run, and prints the median time of the processor and by the clock
in milliseconds, their ratio and what it may be. `first` is the first request after
something was written into every table that publishing writes, the median of seven. Then the lists of the
desk on the large one, with their queries, and how long publishing takes. With --small and --large the databases are those of
these addresses, furnished before; the processor is then busy in another process too, so look at the clock.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"small": (1_000, 500, 500), "large": (100_000, 5_000, 50_000)}
AT_ONCE, FIRSTS, LONGEST, MOST_QUERIES, TO_PUBLISH = 10, 7, 25, 12, 50
# What each is, where it is, and how much slower it may be; nothing but a sitemap's file may take longer than 25 ms.
PAGES = [
    ("home", "/", 1.25),
    ("home of an office", "/derbyshire-opcc/", 1.25),
    ("detail, newest", "{newest}", 1.25),
    ("detail, middle", "{middle}", 1.25),
    ("detail, oldest", "{oldest}", 1.25),
    ("feed", "/news/feed/", 1.25),
    ("feed of an office", "/derbyshire-opcc/news/feed/", 1.25),
    ("feed of a topic", "/news/feed/?topic={topic}", 1.25),
    ("list", "/news/", 1.25),
    ("list of an office", "/derbyshire-opcc/news/", 1.25),
    ("list of a topic", "/news/?topic={topic}", 1.25),
    ("list of a unit", "/news/?unit={unit}", 1.25),
    ("list by two choices", "/news/?topic={topic}&force=derbyshire", 1.25),
    ("last page", "/news/?page={last}", 1.7),
    ("middle page", "/news/?page={half}", 1.7),
    ("last page of an office", "/derbyshire-opcc/news/?page={last_of_office}", 1.7),
    ("last page of a topic", "/news/?topic={topic}&page={last_of_topic}", 1.7),
    ("month", "/news/archive/2019/05/", 1.7),
    ("month of an office", "/derbyshire-opcc/news/archive/{month_of_office}/", 1.7),
    ("year", "/news/archive/2019/", 2),
    ("year of a topic", "/news/archive/2019/?topic={topic}", 2),
    ("sitemap index", "/sitemap.xml", 2),
    ("sitemap index of an office", "/derbyshire-opcc/sitemap.xml", 2),
    ("sitemap of news", "/news-sitemap.xml", 2),
    ("a sitemap's file", "{sitemap}", None),
    ("search, frequent word", "/search/?q=collaboration", 2),
    ("search, four words", "/search/?q=invented+text+office+region", 2),
    ("search, rare word", "/search/?q=marmalade", 2),
    ("search, no such word", "/search/?q=zzyzx", 2),
    ("register", "/agreements/", 1.25),
    ("register, last page", "/agreements/?page={last_of_register}", 1.7),
    ("register by end", "/agreements/?sort=end", 1.25),
    ("register of two forces", "/agreements/?force=derbyshire&force=lincolnshire&match=all", 1.25),
    ("register of a force", "/derbyshire-police/agreements/", 1.25),
    ("matrix", "/agreements/matrix/", 1.25),
    ("timeline", "/agreements/timeline/", 1.25),
    ("an agreement", "/agreements/{agreement}/", 1.25),
    ("shares", "/agreements/shares/", 1.25),
    ("tracker", "/publication-duties/", 1.25),
    ("a unit", "/units/{unit}/", 1.25),
    ("programs: releases", "/api/v1/releases/", 1.25),
    ("programs: agreements", "/api/v1/agreements/", 1.25),
]
LISTS = ["pressrelease/", "pressrelease/?p={last_of_desk}", "pressrelease/?state=submitted", "pressrelease/?state=live", "pressrelease/?q=invented", "pressrelease/?publisher__id__exact=3", "pressrelease/?publish_at__year=2019", "agreement/", "agreement/?parties__id__exact=2", "document/", "page/"]


class Site:
    """The site with one database, in a process of its own that answers questions line by line."""

    def __init__(self, environment: dict[str, str]):
        environment = {**os.environ, **environment, "EMPCP_PAGE_STORE": "0", "DJANGO_SETTINGS_MODULE": "empcp_site.settings"}
        self.process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.scale", "--answer"], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, name: str, *arguments):
        self.process.stdin.write(json.dumps([name, *arguments]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


# In the process of a site


def answer() -> None:
    """Answer questions: each a line of JSON with the name of a function below and its arguments."""
    import gc

    from empcp_site.wsgi import application

    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    application({**around("/"), "wsgi.input": io.BytesIO()}, lambda status, headers: None)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(globals()[name](*arguments)), file=told, flush=True)


def around(address: str) -> dict:
    """What a server would hand on of a request."""
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "8103", "HTTP_HOST": "localhost:8103", "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip


def page(address: str, times: int) -> tuple[float, float, str]:
    """The mean time of the processor and by the clock of so many requests, in milliseconds, and the status."""
    from empcp_site.wsgi import application

    said = []
    begun, worked = time.perf_counter(), time.process_time()
    for _time in range(times):
        parts = application(around(address), lambda status, headers, error=None: said.append(status))
        for _part in parts:
            pass
        if hasattr(parts, "close"):
            parts.close()
    return (time.process_time() - worked) * 1000 / times, (time.perf_counter() - begun) * 1000 / times, said[-1]


def queries(address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        page(address, 1)
    return len(found)


def touch() -> bool:
    """Write into every table that publishing a release or an agreement writes, so that nothing kept in memory of them is of use any more."""
    from collaboration.agreements.models import Agreement
    from collaboration.editorial.revisions import Revision
    from collaboration.news.models import PressRelease

    for model in (PressRelease, Agreement, Revision, PressRelease.topics.through, PressRelease.units.through, PressRelease.forces.through, Agreement.parties.through):
        field = next(one.attname for one in model._meta.concrete_fields if one.is_relation)
        last = model.objects.order_by("pk").last()
        model.objects.filter(pk=last.pk).update(**{field: getattr(last, field)})
    return True


def places() -> dict:
    """What stands between the brackets of the addresses."""
    from django.db.models import Count

    from collaboration.agreements.models import Agreement
    from collaboration.news.models import PressRelease, Topic
    from collaboration.publishers.models import Publisher
    from collaboration.units.models import Unit

    programme, office = Publisher.objects.get(slug="programme"), Publisher.objects.get(slug="derbyshire-opcc")
    invented = PressRelease.objects.filter(slug__startswith="invented-").live()
    every, ours = PressRelease.objects.live().count(), PressRelease.objects.of(office).live().count()
    topic = Topic.objects.order_by("pk").first()
    of_topic = PressRelease.objects.live().filter(topics=topic).count()
    full = list(invented.filter(topics__isnull=False, units__isnull=False).annotate(n=Count("topics", distinct=True)).filter(n=2).order_by("publish_at").values_list("pk", flat=True))
    chosen = [PressRelease.objects.select_related("publisher").get(pk=full[place]) for place in (-1, len(full) // 2, 0)]
    return {
        **dict(zip(("newest", "middle", "oldest"), (one.get_absolute_url() for one in chosen), strict=True)),
        "topic": topic.slug, "unit": Unit.objects.live().regional().order_by("pk").first().slug, "agreement": Agreement.objects.live().last().slug,
        "last": -(-every // 20), "half": every // 40, "last_of_office": -(-ours // 20), "last_of_topic": -(-of_topic // 20),
        "last_of_register": -(-Agreement.objects.live().count() // 100), "last_of_desk": -(-PressRelease.objects.count() // 50),
        "month_of_office": PressRelease.objects.of(office).live().filter(slug__startswith="invented-").order_by("publish_at")[ours // 2].publish_at.strftime("%Y/%m"),
        "sitemap": programme.reverse("front:sitemap-part", section="news", number=1),
    }  # fmt: skip


def desk(addresses: list[str]) -> list:
    """Each list of the desk as a programme administrator sees it: address, milliseconds, queries, status."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.desk import administrator, signed_in

    client = signed_in(Client(headers={"host": "localhost"}), administrator(f"administrator-{os.getpid()}@example.org"))
    rows = []
    for address in addresses:
        with CaptureQueriesContext(connection) as found:
            status = client.get(f"/admin/collaboration/{address}").status_code
        number, counts = len(found), sum("COUNT(" in one["sql"] for one in found.captured_queries)
        taken = []
        for _time in range(3):
            begun = time.process_time()
            client.get(f"/admin/collaboration/{address}")
            taken.append((time.process_time() - begun) * 1000)
        rows.append((address, median(taken), number, counts, status))
    return rows


def publishing(times: int) -> dict[str, tuple[float, float]]:
    """The median time of the processor and by the clock of publishing an article, by the act itself and by the desk's button."""
    from django.test import Client

    from collaboration.editorial import publishing
    from collaboration.editorial.drafting import save_draft
    from collaboration.news.models import MediaContact
    from tests.desk import member, signed_in
    from tests.making import release

    writer = member("writer", "derbyshire-opcc", f"writer-{os.getpid()}@example.org")
    boss = member("publisher", "derbyshire-opcc", f"boss-{os.getpid()}@example.org")
    client = signed_in(Client(headers={"host": "localhost"}), boss)
    contacts = [MediaContact.objects.create(publisher=boss.memberships.get().publisher, name="Press office", phones="01632 960000").pk]

    def act(draft):
        publishing.publish(draft, boss, accepted_because="It is invented.")

    def press(draft):
        answer = client.post(f"/admin/collaboration/pressrelease/{draft.object_id}/publishing/", {"act": "publish", "number": draft.number, "accepted_because": "It is invented."})
        assert answer.status_code == 302, answer.content

    taken = {"publishing.publish": [], "the desk’s button": []}
    for number in range(times + 1):
        for name, do in zip(taken, (act, press), strict=True):
            thing = release(f"measured-{os.getpid()}-{number}-{len(name)}", publish_at=None, body="<p>What the five forces do together.</p>" * 20)
            draft = save_draft(thing, {"summary": "Invented to be published.", "media_contacts": contacts}, writer)
            begun, worked = time.perf_counter(), time.process_time()
            do(draft)
            if number:
                taken[name].append(((time.process_time() - worked) * 1000, (time.perf_counter() - begun) * 1000))
    return {name: tuple(median(one[place] for one in found) for place in (0, 1)) for name, found in taken.items()}


# In the process that measures


def table(small: Site, large: Site, rounds: int, only: str) -> bool:
    """Print the table of pages; whether all is within its limit."""
    known = small.ask("places"), large.ask("places")
    print(f"\n{'milliseconds, median of ' + str(rounds):28} {'small':>8} {'large':>8} {'ratio':>7} {'may be':>7} {'clock':>8} {'first':>8} {'queries':>8}", flush=True)
    is_well = True
    for label, address, limit in PAGES:
        if only not in label:
            continue
        asked = [(site, address.format(**places)) for site, places in zip((small, large), known, strict=True)]
        taken = {site: [] for site, _address in asked}
        for number in range(rounds + 1):
            for site, there in asked if number % 2 else reversed(asked):
                found = site.ask("page", there, AT_ONCE if number else 1)
                if number:
                    taken[site].append(found)
        cpu = [median(one[0] for one in taken[site]) for site in (small, large)]
        clock, statuses = median(one[1] for one in taken[large]), {one[2][:3] for found in taken.values() for one in found}
        ratio, many = cpu[1] / cpu[0], large.ask("queries", asked[1][1])
        firsts = []
        for _time in range(FIRSTS):
            large.ask("touch")
            firsts.append(large.ask("page", asked[1][1], 1)[0])
        first = median(firsts)
        faults = [*([f"ratio over {limit}"] if limit and ratio > limit else []), *(["over 25 ms"] if limit and max(cpu[1], first) > LONGEST else []), *(sorted(statuses - {"200"}))]
        is_well &= not faults
        print(f"{label:28} {cpu[0]:8.1f} {cpu[1]:8.1f} {ratio:7.2f} {limit or '':>7} {clock:8.1f} {first:8.1f} {many:8}   {', '.join(faults)}", flush=True)
    return is_well


def table_of_desk(large: Site) -> bool:
    """Print what the desk's lists and publishing take; whether all is within its limit."""
    known, is_well = large.ask("places"), True
    print(f"\n{'desk':48} {'ms':>8} {'queries':>8} {'counts':>8}")
    for address, taken, number, counts, status in large.ask("desk", [address.format(**known) for address in LISTS]):
        is_well &= number <= MOST_QUERIES and status == 200
        print(f"{address:48} {taken:8.1f} {number:8} {counts:8}" + (f"   more than {MOST_QUERIES}" if number > MOST_QUERIES else "") + ("" if status == 200 else f"   ({status})"))
    print(f"\n{'publishing':28} {'busy':>8} {'clock':>8} {'may be':>8}")
    for name, (busy, clock) in large.ask("publishing", 7).items():
        is_well &= busy <= TO_PUBLISH
        print(f"{name:28} {busy:8.1f} {clock:8.1f} {TO_PUBLISH:8}")
    return is_well


def furnished(folder: Path, name: str) -> dict[str, str]:
    """The environment of a site of that size, made unless it is there."""
    environment = {"EMPCP_VAR": str(folder / name)}
    if not (folder / name / "site.sqlite3").exists():
        sizes = [part for option, number in zip(("--releases", "--agreements", "--revisions"), SIZES[name], strict=True) for part in (option, str(number))]
        subprocess.run([sys.executable, "-m", "tests.benchmarks.furnish", *sizes], cwd=ROOT, env={**os.environ, **environment}, check=True)
    return environment


def elsewhere(folder: Path, name: str, address: str) -> dict[str, str]:
    """The environment of a site with the database of an address; its static files are made beside."""
    environment = {"EMPCP_DATABASE_URL": address, "EMPCP_VAR": str(folder / f"{name}-elsewhere")}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], cwd=ROOT, env={**os.environ, **environment}, check=True)
    return environment


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("-n", "--rounds", type=int, default=7)
    asked.add_argument("--keep", help="a folder to keep the databases in, and to use again")
    asked.add_argument("--small", help="the address of a database with a thousand releases, instead of a file")
    asked.add_argument("--large", help="the same with a hundred thousand")
    asked.add_argument("--only", default="", help="only the pages with these words in what they are called; the desk is left out")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(options.keep or spare)
        sites = [Site(elsewhere(folder, name, given) if given else furnished(folder, name)) for name, given in (("small", options.small), ("large", options.large))]
        try:
            is_well = table(*sites, options.rounds, options.only)
            return 0 if (options.only or table_of_desk(sites[1])) and is_well else 1
        finally:
            for site in sites:
                site.close()


if __name__ == "__main__":
    answer() if sys.argv[1:] == ["--answer"] else sys.exit(main())
