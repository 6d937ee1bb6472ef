"""Loads the content the site ships with: all of it, or none."""

from collections.abc import Collection
from pathlib import Path

import yaml
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer
from django.db import IntegrityError, transaction

from collaboration.editorial.loading import take_in_changed_rows
from collaboration.management.entries import label, one_line, reason, refuse_unless_entry
from collaboration.publishers.models import Publisher
from collaboration.search import index

# Records come before what refers to them. Every file of a folder is read, by name.
ORDER = ("sources", "publishers", "menus", "units", "facts", "agreements", "news", "pages", "duties", "search")


class Command(BaseCommand):
    """`manage.py load_content`: reads fixtures/, checks every entry, writes all or nothing."""

    help = "Load the content in fixtures/ in one transaction, every entry checked."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="read and check everything, write nothing")
        parser.add_argument("--if-empty", action="store_true", help="do nothing if the database has content")
        parser.add_argument("--folder", type=Path, default=settings.FIXTURES, help="where the files are")
        parser.add_argument("--only", nargs="+", choices=ORDER, metavar="NAME", help="only the files of these names, such as duties, which came with an upgrade")

    def handle(self, *, check, if_empty, folder, only, verbosity, **options):
        if if_empty and Publisher.objects.exists():
            self.say(verbosity, "The database has content already; it stays as it is.")
            return
        with transaction.atomic():
            count = sum(load_file(path) for path in files_in(folder, only or ORDER))
            take_in_changed_rows()
            index.rebuild()
            if check:
                transaction.set_rollback(True)
        self.say(verbosity, f"{count} entries are in order." if check else f"Loaded {count} entries.")

    def say(self, verbosity: int, sentence: str) -> None:
        if verbosity:
            self.stdout.write(sentence)


def files_in(folder: Path, names: Collection[str] = ORDER) -> list[Path]:
    """The files of these names to read, in the order to read them; raises CommandError if there are none."""
    found = [path for name in ORDER if name in names for path in [folder / f"{name}.yaml", *sorted((folder / name).glob("*.yaml"))] if path.exists()]
    if not found:
        raise CommandError(f"There is no content in {folder}: name a folder with fixtures, by --folder.")
    return found


def load_file(path: Path) -> int:
    """Save every entry of a file and return their number; raises CommandError naming file and entry."""
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CommandError(f"{path.name} cannot be read as YAML: {one_line(error)}.") from error
    if not isinstance(entries, list):
        raise CommandError(f"{path.name} is not a list of entries: begin each with “- model:”.")
    later = []
    for number, entry in enumerate(entries, start=1):
        where = f"{path.name}, entry {number} ({label(entry)})"
        try:
            later.append((where, load_entry(entry)))
        except (DeserializationError, FieldDoesNotExist, ValidationError, IntegrityError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise CommandError(f"{where}: {reason(error)}") from error
    for where, deserialized in later:
        try:
            if deserialized.deferred_fields:
                deserialized.save_deferred_fields()
        except (DeserializationError, ValidationError, IntegrityError) as error:
            raise CommandError(f"{where}: {reason(error)}") from error
    return len(entries)


def load_entry(entry: dict):
    """Check and save one entry; what it says of entries further down is left for `save_deferred_fields`."""
    refuse_unless_entry(entry)
    (deserialized,) = Deserializer([entry], handle_forward_references=True)
    deferred = {field.name for field in deserialized.deferred_fields or {}}
    # Known already by its natural key: it is changed, and must not be taken for a second one of its kind.
    deserialized.object._state.adding = deserialized.object.pk is None
    deserialized.object.full_clean(exclude=deferred)
    deserialized.save()
    return deserialized
