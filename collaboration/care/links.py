"""Outside links: gathering them from what is public, and visiting some of them each night."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape, unescape
from itertools import zip_longest
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from collaboration.duties.models import Standing
from collaboration.editorial.models import Publishable
from collaboration.prose import ProseField
from collaboration.publishers.models import Force, MenuItem, Publisher
from collaboration.sources.models import Source

from .models import OutsideLink
from .visiting import Answer, Pace, visit

HREF = re.compile(r'href="(https?://[^"]+)"')
LONGEST = OutsideLink._meta.get_field("address").max_length
AGAIN_AFTER = timedelta(days=7)
AT_MOST = 3600.0  # seconds for a night's visits
# So many hosts are not all away in one night.
SUSPICIOUS = 5


class CutOff(Exception):
    """Nothing at all could be reached."""



def gather() -> int:
    """Make the list hold exactly the addresses that public text leads to, each once for its site; how many."""
    used = set(addresses_in_use())
    kept = {(link.publisher_id, link.address): link.pk for link in OutsideLink.objects.only("publisher_id", "address")}
    gone = [pk for place, pk in kept.items() if place not in used]
    new = [
        OutsideLink(publisher_id=publisher, address=address, host=urlsplit(address).hostname or "")
        for publisher, address in sorted(used - kept.keys())
    ]
    with transaction.atomic():
        for start in range(0, len(gone), 500):
            OutsideLink.objects.filter(pk__in=gone[start : start + 500]).delete()
        OutsideLink.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(used)


def addresses_in_use() -> Iterator[tuple[int, str]]:
    """The number of the site and the address, for every link out of public text and records."""
    ours = {urlsplit(publisher.root).netloc for publisher in Publisher.objects.all()}
    for publisher, texts in public_texts():
        for text in texts:
            found = [text] if text.startswith("http") else [unescape(one) for one in HREF.findall(text)]
            for address in found:
                address = address.partition("#")[0].strip()
                if len(address) <= LONGEST and is_outside(address, ours):
                    yield publisher, address


def is_outside(address: str, ours: set[str]) -> bool:
    """Whether it is a whole address on a host that is not ours."""
    try:
        return bool(urlsplit(address).hostname) and urlsplit(address).netloc not in ours
    except ValueError:
        return False


def public_texts() -> Iterator[tuple[int, list[str]]]:
    """The number of the site, and the texts and addresses, of everything that may lead out."""
    for model in Publishable.__subclasses__():
        if names := leading_fields(model):
            for publisher, *texts in model._default_manager.live().values_list("publisher_id", *names).iterator(500):
                yield publisher, texts
    programme = Publisher.objects.get(kind=Publisher.Kind.PROGRAMME).pk
    yield from ((publisher, texts) for publisher, *texts in Publisher.objects.values_list("pk", "website", "notice"))
    yield from ((publisher, texts) for publisher, *texts in MenuItem.objects.values_list("publisher_id", "address"))
    yield from ((publisher, texts) for publisher, *texts in Standing.objects.exclude(address="").values_list("publisher_id", "address"))
    yield from ((programme, [address]) for address in Source.objects.values_list("address", flat=True))
    yield from ((programme, [address]) for address in Force.objects.values_list("website", flat=True))


def leading_fields(model: type[models.Model]) -> list[str]:
    """The fields of a model that can hold an address."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, (ProseField, models.URLField))]


def used_on(link: OutsideLink, most: int = 20) -> list[models.Model]:
    """The public things of the site whose text leads to the address."""
    found = []
    for model in Publishable.__subclasses__():
        anywhere = Q()
        for name in leading_fields(model):
            anywhere |= Q(**{f"{name}__contains": escape(link.address)}) | Q(**{name: link.address})
        if anywhere:
            found += model._default_manager.live().filter(anywhere, publisher=link.publisher_id)[: most - len(found)]
    return found


def check_some(on: date | None = None) -> tuple[int, int]:
    """Visit those whose turn it is, at most `settings.LINKS_A_NIGHT`; how many were visited, and how many failed.

    What gave no answer at all is written down only once something else has answered: if nothing does, it is
    our own line that is cut. Raises CutOff then.
    """
    on = on or timezone.localdate()
    began, pace, silent, answered, failed = time.monotonic(), Pace(), [], 0, 0
    for address in in_turn(on):
        if time.monotonic() - began > AT_MOST:
            break
        answer = visit(address, pace)
        if answer.status is None:
            silent.append((address, answer))
        else:
            record(address, answer, on)
            answered, failed = answered + 1, failed + answer.failed
    if not answered and len({urlsplit(address).netloc for address, _answer in silent}) >= SUSPICIOUS:
        raise CutOff(len(silent))
    for address, answer in silent:
        record(address, answer, on)
    return answered + len(silent), failed + len(silent)


def in_turn(on: date) -> list[str]:
    """The addresses to visit, each once: failing ones first, then new ones, then by age; hosts take turns."""
    waiting = OutsideLink.objects.to_check(on, AGAIN_AFTER)
    found = waiting.values("address").annotate(worst=models.Max("failures"), oldest=models.Min("checked_on"))
    done = OutsideLink.objects.filter(checked_on=on).values("address").distinct().count()
    chosen = found.order_by("-worst", F("oldest").asc(nulls_first=True), "address")[: max(0, settings.LINKS_A_NIGHT - done)]
    by_host = defaultdict(list)
    for one in chosen:
        by_host[urlsplit(one["address"]).hostname].append(one["address"])
    return [address for round_ in zip_longest(*by_host.values()) for address in round_ if address]


def record(address: str, answer: Answer, on: date) -> None:
    """Write down how an address answered. A night counts once, however often the check runs."""
    rows = OutsideLink.objects.filter(Q(checked_on__isnull=True) | Q(checked_on__lt=on), address=address)
    failures = F("failures") + 1 if answer.failed else 0
    rows.update(checked_on=on, last_status=answer.status, last_failure=answer.failure, failures=failures)
