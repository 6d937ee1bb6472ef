"""Measures the desk's lists with a hundred thousand rows.

    python -m tests.benchmarks.desk [-n RUNS] [-r ROWS]

Makes a database of its own with so many releases, agreements and redirects, and a revision of each
release and agreement; some are drafts, some wait for review. Printed for each list, as a programme
administrator and as a writer of one office opens it, is the median of the runs in milliseconds, from
request to finished page inside this process, what of it the processor was busy with (the truer number
on a machine with other work), and the number of queries.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LISTS = {
    "releases": "pressrelease/",
    "releases, last page": "pressrelease/?p={last}",
    "releases by headline": "pressrelease/?o=1",
    "releases by last change": "pressrelease/?o=-5",
    "releases of one year": "pressrelease/?publish_at__year=2019",
    "releases that wait for review": "pressrelease/?state=submitted",
    "releases with a draft": "pressrelease/?state=changed",
    "public releases": "pressrelease/?state=live",
    "drafts never public": "pressrelease/?state=draft",
    "releases of one office": "pressrelease/?publisher__id__exact=3",
    "search, many found": "pressrelease/?q=collaboration",
    "search, one found": "pressrelease/?q=number+77777",
    "search, none found": "pressrelease/?q=zebra",
    "search within two filters": "pressrelease/?q=number&state=live&publisher__id__exact=3",
    "agreements": "agreement/",
    "agreements, last page": "agreement/?p={last}",
    "agreements of one force": "agreement/?parties__id__exact=2",
    "agreements, four filters": "agreement/?parties__id__exact=2&scope__exact=regional&state=live&publisher__id__exact=1",
    "redirects": "redirect/",
    "redirects, last page": "redirect/?p={last}",
    "redirects, search": "redirect/?q=old-77777",
    "choosing an agreement": "/admin/autocomplete/?app_label=collaboration&model_name=pressrelease&field_name=agreements&term=number+777",
    "choosing a unit": "/admin/autocomplete/?app_label=collaboration&model_name=pressrelease&field_name=units&term=for",
}


def fill(rows: int) -> None:
    """The rows, written without their signals and checks."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from collaboration.agreements.models import Agreement
    from collaboration.editorial.revisions import Revision
    from collaboration.news.models import PressRelease
    from collaboration.publishers.models import Force, Publisher
    from collaboration.redirects.models import Redirect

    publishers, forces, now = list(Publisher.objects.all()), list(Force.objects.all()), timezone.now()
    body = "<p>" + "The collaboration was reviewed by the five chief constables. " * 30 + "</p>"

    def moment(number: int):
        return None if number % 20 == 0 else now - timedelta(hours=number) if number % 50 else now + timedelta(hours=number)

    releases = (
        PressRelease(publisher=publishers[number % len(publishers)], slug=f"release-{number}", headline=f"{(number * 7919) % rows}: release number {number} of the collaboration",
                     summary="What the five forces do together.", body=body, publish_at=moment(number), reference=f"R/{number}")
        for number in range(rows)
    )  # fmt: skip
    agreements = (
        Agreement(publisher=publishers[0], slug=f"agreement-{number}", title=f"Agreement number {number}", scope="regional" if number % 9 else "national",
                  function="Testing", summary="A summary.", body=body, publish_at=moment(number), order=number % 1000)
        for number in range(rows)
    )  # fmt: skip
    for model, made in ((PressRelease, releases), (Agreement, agreements)):
        model.objects.bulk_create(made, batch_size=1000)
        kind = ContentType.objects.get_for_model(model)
        revisions = (
            Revision(content_type=kind, object_id=pk, publisher_id=publisher, number=1, title="A title", fields={"body": body}, is_open=pk % 10 == 0,
                     submitted_at=now if pk % 100 == 0 else None, published_at=None if pk % 10 == 0 else now)
            for pk, publisher in model.objects.values_list("pk", "publisher")
        )  # fmt: skip
        Revision.objects.bulk_create(revisions, batch_size=1000)
    party = Agreement.parties.through
    party.objects.bulk_create((party(agreement_id=pk, force=forces[(pk + step) % len(forces)]) for pk in Agreement.objects.filter(slug__startswith="agreement-").values_list("pk", flat=True) for step in range(3)), batch_size=5000)
    Redirect.objects.bulk_create((Redirect(publisher=publishers[number % len(publishers)], path=f"old-{number}", target="site:/news/") for number in range(rows)), batch_size=5000)


def measure(client, address: str, runs: int) -> tuple[float, float, int, int]:
    """The median time and time of the processor, in milliseconds, the number of queries, and the status."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    number, taken, busy = len(queries), [], []
    for _run in range(runs):
        begun, worked = time.perf_counter(), time.process_time()
        client.get(address)
        taken.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return median(taken), median(busy), number, answer.status_code


def measure_all(rows: int, runs: int) -> None:
    from django.test import Client

    from tests.desk import administrator, member, signed_in

    # What one office's writer has no list or filter of.
    not_theirs = ("agreement/", "redirect/", "publisher__id__exact")
    people = {"administrator": (administrator(f"administrator-{os.getpid()}@example.org"), rows // 50 + 1), "writer": (member("writer", "leicestershire-police", f"writer-{os.getpid()}@example.org"), rows // 50 // 11)}
    for name, (person, last) in people.items():
        client = signed_in(Client(headers={"host": "localhost"}), person)
        print(f"\n{name:32} {'ms':>8} {'busy':>8} {'queries':>8}")
        for label, part in LISTS.items():
            if name == "writer" and any(words in part for words in not_theirs):
                continue
            address = part if part.startswith("/") else f"/admin/collaboration/{part.format(last=last)}"
            taken, busy, queries, status = measure(client, address, runs)
            print(f"{label:32} {taken:8.0f} {busy:8.0f} {queries:8}" + ("" if status == 200 else f"   ({status})"), flush=True)
        begun = time.perf_counter()
        answer = client.get("/admin/collaboration/pressrelease/csv/")
        size = sum(len(part) for part in answer.streaming_content)
        print(f"{'releases as a file':32} {(time.perf_counter() - begun) * 1000:8.0f}   ({size / 1e6:.1f} MB)", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("-n", "--runs", type=int, default=5)
    asked.add_argument("-r", "--rows", type=int, default=100_000)
    asked.add_argument("--keep", help="a folder to keep the database in, and to use again")
    options = asked.parse_args()
    var = Path(options.keep or tempfile.mkdtemp(prefix="empcp-benchmark-"))
    os.environ |= {"EMPCP_VAR": str(var), "DJANGO_SETTINGS_MODULE": "empcp_site.settings"}
    try:
        is_new = not (var / "site.sqlite3").exists()
        for command in (["migrate"], ["load_content"], ["collectstatic", "--noinput"]) if is_new else (["migrate"],):
            subprocess.run([sys.executable, "manage.py", *command, "-v0"], cwd=ROOT, env=os.environ, check=True)
        import django

        django.setup()
        if is_new:
            fill(options.rows)
        measure_all(options.rows, options.runs)
    finally:
        if not options.keep:
            shutil.rmtree(var)


if __name__ == "__main__":
    main()
