"""`manage.py import_records FILE.jsonl`: a great many new records, all of them or none."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from collaboration.management.entries import one_line
from collaboration.management.importing import Importer, Unfit

WIDTH = 40


class Command(BaseCommand):
    """Reads records as `dumpdata --format jsonl --natural-foreign --natural-primary` writes them, one a line."""

    help = "Import new records from a file of JSON lines in one transaction. What has no publish_at stays a draft. On SQLite nobody else can write meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="one record a line, such as {“model”: “collaboration.pressrelease”, “fields”: {…}}")
        parser.add_argument("--check", action="store_true", help="read, check and try everything, keep nothing")

    def handle(self, *, file, check, verbosity, **options):
        try:
            with open(file, "rb") as lines, transaction.atomic():
                number = Importer().take(lines, Progress(file.stat().st_size, verbosity).tell)
                if check:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}.") from error
        except Unfit as unfit:
            raise CommandError(f"Nothing was imported. {file.name}, {unfit}") from unfit
        except DatabaseError as error:
            raise CommandError(f"Nothing was imported. The database: {one_line(error)}.") from error
        if verbosity:
            self.stdout.write(f"{number:,} records are in order." if check else f"Imported {number:,} records.")


class Progress:
    """How far an import is, on standard error: a bar on a terminal, elsewhere a line for each tenth."""

    def __init__(self, size: int, verbosity: int):
        self.size, self.is_quiet, self.is_terminal = size or 1, not verbosity, sys.stderr.isatty()
        self.read = self.last = 0

    def tell(self, size: int, records: int) -> None:
        """Note bytes that were read, and show it where it shows."""
        self.read += size
        done = self.read * 100 // self.size
        if self.is_quiet or done < self.last + (1 if self.is_terminal else 10):
            return
        self.last = done
        if self.is_terminal:
            full = done * WIDTH // 100
            print(f"\r[{'#' * full}{' ' * (WIDTH - full)}] {done:3} %  {records:,} records", end="\n" if done >= 100 else "", file=sys.stderr, flush=True)
        else:
            print(f"{done - done % 10} %: {records:,} records", file=sys.stderr, flush=True)
