"""Fills a database with a great many invented records, to measure what a large site costs. Never for a site that anybody reads.

    python -m tests.benchmarks.furnish [--releases 100000] [--agreements 5000] [--revisions 50000]

Works on the database of EMPCP_VAR or EMPCP_DATABASE_URL, one of which has to be set, and makes its tables and the
site's own content first if there are none. Records are written in batches as they are made up, without signals and
checks, so memory does not grow with their number. Every text says of itself that it is invented.
"""

import argparse
import os
import random
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

BATCH = 1000
YEARS = 16
WORDS = (
    "invented sample text to measure with it names nobody and tells of nothing a day was chosen by chance and a place was left out so that "
    "pages are as long as real ones while the words go round and round in another order each time no force no office and no person said any of this"
)
RARE = ["walnut", "lighthouse", "marmalade", "bassoon"]
OFTEN = "collaboration"


class Invention:
    """Makes up records, the same ones each time for the same numbers."""

    def __init__(self, releases: int, agreements: int, revisions: int):
        from django.utils import timezone

        from collaboration.news.models import Topic
        from collaboration.publishers.models import Force, Publisher
        from collaboration.units.models import Unit

        self.releases, self.agreements, self.revisions = releases, agreements, revisions
        self.chance, self.now, self.words = random.Random(6), timezone.now(), WORDS.split()
        self.publishers, self.forces = list(Publisher.objects.all()), list(Force.objects.all())
        self.programme = next(one for one in self.publishers if one.is_programme)
        self.topics, self.units = list(Topic.objects.values_list("pk", flat=True)), list(Unit.objects.values_list("pk", flat=True))

    def text(self, words: int) -> str:
        chosen = self.chance.choices(self.words, k=words)
        if self.chance.random() < 0.5:
            chosen[0] = OFTEN
        if self.chance.random() < 0.001:
            chosen[-1] = self.chance.choice(RARE)
        return " ".join(chosen)

    def dates(self, number: int, of: int) -> dict:
        """When the record of that number came out: spread over the years, one in fifty a draft, one in a hundred to come, one in a hundred taken back."""
        at = self.now - timedelta(days=365 * YEARS) * ((of - number) / of) - timedelta(minutes=5)
        if number % 50 == 7:
            return {"publish_at": None}
        if number % 100 == 11:
            return {"publish_at": self.now + timedelta(days=1, minutes=number)}
        if number % 100 == 13:
            return {"publish_at": at, "withdrawn_at": at + (self.now - at) / 2, "withdrawal_reason": "It was invented."}
        return {"publish_at": at}

    def press_releases(self) -> Iterator:
        from collaboration.news.models import PressRelease

        for number in range(self.releases):
            paragraphs = "".join(f"<p>{self.text(50).capitalize()}.</p>" for _paragraph in range(4))
            yield PressRelease(
                publisher=self.publishers[self.chance.randrange(len(self.publishers))], slug=f"invented-{number}", headline=f"Invented release number {number}: {self.text(4)}",
                summary=f"{self.text(20).capitalize()}.", body=paragraphs, changed_at=self.now - timedelta(hours=1), **self.dates(number, self.releases),
            )  # fmt: skip

    def register(self) -> Iterator:
        from collaboration.agreements.models import Agreement

        for number in range(self.agreements):
            starts = date(2010, 1, 1) + timedelta(days=number % 6000) if number % 3 else None
            yield Agreement(
                publisher=self.programme, slug=f"invented-{number}", title=f"Invented agreement number {number}", scope="regional" if number % 9 else "national", function=f"Measuring {number % 12}",
                summary=f"{self.text(20).capitalize()}.", body=f"<p>{self.text(60).capitalize()}.</p>", starts_on=starts, ends_on=starts + timedelta(days=1000 + number % 3000) if starts and number % 2 else None,
                signed_on=starts.isoformat()[: (4, 7, 10)[number % 3]] if starts and number % 5 else "", order=number % 1000, changed_at=self.now - timedelta(hours=1), **self.dates(number, self.agreements),
            )  # fmt: skip

    def versions(self) -> Iterator:
        """Published versions, the newest of a few things an open draft; every third tells the public of a correction."""
        from django.contrib.contenttypes.models import ContentType

        from collaboration.editorial.revisions import Revision
        from collaboration.editorial.snapshots import snapshot
        from collaboration.news.models import PressRelease

        kind, made = ContentType.objects.get_for_model(PressRelease), 0
        things = PressRelease.objects.filter(slug__startswith="invented-", publish_at__lte=self.now).order_by("-pk").prefetch_related(*(field.name for field in PressRelease._meta.many_to_many))
        for thing in things.iterator(BATCH):
            fields = snapshot(thing)
            for number in range(1, 2 + (thing.pk % 3)):
                at = thing.publish_at + (self.now - thing.publish_at) * (number - 1) / 4
                is_told = number == 3
                is_draft = number > 1 and thing.pk % 20 == 1
                about = {"is_open": True, "submitted_at": self.now if thing.pk % 40 == 1 else None} if is_draft else {"published_at": at, "change_kind": "correction" if is_told else "typo" if number > 1 else "", "change_note": "An invented correction." if is_told else ""}
                yield Revision(content_type=kind, object_id=thing.pk, publisher_id=thing.publisher_id, number=number, title=thing.headline, fields=fields, made_at=at, **about)
                made += 1
                if is_draft:
                    break
            if made >= self.revisions:
                return


def written(model, made: Iterable, beside: Callable[[list], None] = lambda rows: None) -> int:
    """Write what is made up in batches, with what belongs to each batch; returns how many."""
    number = 0
    for rows in in_batches(made):
        number += len(model.objects.bulk_create(rows))
        beside(rows)
    return number


def in_batches(made: Iterable) -> Iterator[list]:
    made = iter(made)
    while rows := list(islice(made, BATCH)):
        yield rows


def furnish(releases: int, agreements: int, revisions: int, say: Callable[[str], None] = print) -> None:
    """Write so many of each, with what they are about and what the search knows of them."""
    from collaboration.agreements.models import Agreement
    from collaboration.editorial.revisions import Revision
    from collaboration.news.models import PressRelease
    from collaboration.search.index import record_of
    from collaboration.search.learning import learn
    from collaboration.search.models import SearchRecord
    from collaboration.search.vendors import words_table

    invention = Invention(releases, agreements, revisions)
    forces = [force.pk for force in invention.forces]

    def beside_release(rows: list) -> None:
        for name, numbers, most in (("topics", invention.topics, 2), ("forces", forces, 2), ("units", invention.units, 1)):
            made = list(links(rows, name, numbers, most, invention.chance))
            type(rows[0])._meta.get_field(name).remote_field.through.objects.bulk_create(made)
        enter(rows)

    def beside_agreement(rows: list) -> None:
        Agreement.parties.through.objects.bulk_create(list(links(rows, "parties", forces, 5, invention.chance)))
        enter(rows)

    def enter(rows: list) -> None:
        model = type(rows[0])
        found = model.objects.filter(pk__in=[one.pk for one in rows], publish_at__isnull=False).select_related("publisher").prefetch_related(*model.found_by)
        records = SearchRecord.objects.bulk_create([record_of(one) for one in found])
        learn(records[:50])

    for name, model, made, beside in (
        ("releases", PressRelease, invention.press_releases(), beside_release),
        ("agreements", Agreement, invention.register(), beside_agreement),
        ("revisions", Revision, invention.versions(), lambda rows: None),
    ):
        begun = time.monotonic()
        number = written(model, made, beside)
        say(f"{number} {name} in {time.monotonic() - begun:.0f} s; at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB of memory")
    begun = time.monotonic()
    words_table().rebuild()
    say(f"the search in {time.monotonic() - begun:.0f} s more")


def links(things: list, name: str, numbers: list[int], most: int, chance: random.Random) -> Iterator:
    """The rows that give each thing up to so many of these numbers."""
    field = type(things[0])._meta.get_field(name)
    through, ours, theirs = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
    for thing in things:
        for number in chance.sample(numbers, chance.randrange(min(most, len(numbers)) + 1)):
            yield through(**{ours: thing.pk, theirs: number})


def prepare() -> None:
    """Tables, the site's own content and its files, where there are none."""
    from django.core.management import call_command

    from collaboration.publishers.models import Publisher

    call_command("migrate", verbosity=0)
    if not Publisher.objects.exists():
        call_command("load_content", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--releases", type=int, default=100_000)
    asked.add_argument("--agreements", type=int, default=5_000)
    asked.add_argument("--revisions", type=int, default=50_000)
    options = asked.parse_args()
    if not (os.environ.get("EMPCP_VAR") or os.environ.get("EMPCP_DATABASE_URL")):
        asked.error("set EMPCP_VAR or EMPCP_DATABASE_URL to where the invented records are to go: no site of yours should have them")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "empcp_site.settings")
    import django

    django.setup()
    prepare()
    furnish(options.releases, options.agreements, options.revisions)


if __name__ == "__main__":
    main()
