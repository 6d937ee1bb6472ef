"""How quickly a great many records come in, and in how much memory: `make bench-import`.

    python -m tests.benchmarks.importing [-n ROUNDS] [--records 100000]

The same file of invented press releases, one a line, is taken in by Django's `loaddata` and by `import_records`, in turns,
each time into a fresh copy of the site's own database. `loaddata` leaves the search knowing nothing of them, so the time to
make that anew is shown too. Peak memory is that of the whole process, Django included.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
TEXT = "invented sample text to measure with it names nobody and tells of nothing a day was chosen by chance and a place was left out so that pages are as long as real ones"
WORDS = TEXT.split()
QUICKER, FLAT = 3.5, 1.25


def record(number: int, chance: random.Random, publishers: list[str], topics: list[str], forces: list[str]) -> dict:
    """An invented release of about 250 words, with what it is about."""
    paragraphs = [f"<p>{' '.join(chance.choices(WORDS, k=50)).capitalize()}.</p>" for _paragraph in range(5)]
    fields = {
        "publisher": [chance.choice(publishers)],
        "slug": f"invented-{number}",
        "headline": f"Invented release number {number}",
        "summary": " ".join(chance.choices(WORDS, k=20)),
        "body": "".join(paragraphs),
        "publish_at": None if number % 50 == 7 else (datetime(2010, 1, 1, 9, tzinfo=UTC) + timedelta(minutes=number * 80)).isoformat(),
        "topics": [[topic] for topic in chance.sample(topics, min(len(topics), number % 3))],
        "forces": [[force] for force in chance.sample(forces, number % 3)],
    }
    return {"model": "collaboration.pressrelease", "fields": fields}


def write_file(path: Path, records: int, known: dict) -> None:
    chance = random.Random(6)
    with open(path, "w") as file:
        for number in range(records):
            file.write(json.dumps(record(number, chance, **known)) + "\n")


def one_run(var: Path, command: list[str]) -> tuple[float, float, float]:
    """Seconds of the processor, seconds by the clock, and megabytes at most, of a process that works on a fresh copy of the database."""
    with tempfile.TemporaryDirectory(prefix="empcp-import-", dir=var.parent) as place:
        shutil.copy(var / "site.sqlite3", place)
        environment = {**os.environ, "EMPCP_VAR": place, "EMPCP_DATABASE_URL": ""}
        began = time.perf_counter()
        child = subprocess.Popen([sys.executable, "manage.py", *command, "-v0"], cwd=ROOT, env=environment)
        _pid, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0, command
        return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024


def prepared(var: Path) -> dict:
    """Make the site's own database in a folder; the names that records refer to."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    from django.db import connection

    from collaboration.news.models import Topic
    from collaboration.publishers.models import Force, Publisher

    known = {name: list(model.objects.values_list("slug", flat=True)) for name, model in (("publishers", Publisher), ("topics", Topic), ("forces", Force))}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return known


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("-n", type=int, default=1, help="rounds of the largest number; the ratio is that of the medians")
    asked.add_argument("--records", type=int, default=100_000)
    rounds, most = (told := asked.parse_args()).n, told.records
    with tempfile.TemporaryDirectory(prefix="empcp-importing-") as folder:
        var = Path(folder) / "var"
        os.environ |= {"EMPCP_VAR": str(var), "EMPCP_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "empcp_site.settings"}
        import django

        django.setup()
        known = prepared(var)
        tables = {}
        for records, times in ((most // 10, max(rounds, 3)), (most, rounds)):
            path = Path(folder) / f"{records}.jsonl"
            write_file(path, records, known)
            runs = {"loaddata": [], "import_records": []}
            for _round in range(times):
                for name, taken in runs.items():
                    taken.append(one_run(var, [name, str(path)]))
                    print(f"{records:,} by {name}: {taken[-1][0]:.1f} s of the processor, {taken[-1][2]:.0f} MB", flush=True)
            tables[records] = {name: [median(column) for column in zip(*taken, strict=True)] for name, taken in runs.items()}
            path.unlink()
        return show(tables)


def show(tables: dict) -> int:
    """Print what was measured; 1 if a limit is missed."""
    print(f"{'records':>10}  {'by':<16}{'CPU s':>8}{'clock s':>9}{'ms each':>9}{'MB':>7}")
    for records, table in tables.items():
        for name, (cpu, clock, memory) in table.items():
            print(f"{records:>10,}  {name:<16}{cpu:>8.1f}{clock:>9.1f}{cpu * 1000 / records:>9.2f}{memory:>7.0f}")
    (few, small), (many, large) = tables.items()
    quicker = {records: table["loaddata"][0] / table["import_records"][0] for records, table in tables.items()}
    grown = large["import_records"][2] / small["import_records"][2]
    print(f"\nimport_records is {quicker[few]:.1f} and {quicker[many]:.1f} times as quick as loaddata (wanted: {QUICKER}), though it enters everything in the search.")
    print(f"Its memory for {many:,} is {grown:.2f} times that for {few:,} (wanted: at most {FLAT}).")
    return int(min(quicker.values()) < QUICKER or grown > FLAT)


if __name__ == "__main__":
    sys.exit(main())
