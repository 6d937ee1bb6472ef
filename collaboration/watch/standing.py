"""What is looked at, each thing by a function of its own. None of them changes anything the site keeps."""

import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min
from django.utils import timezone

from collaboration.care.models import Turn
from collaboration.post.models import Letter
from collaboration.search.index import findable
from collaboration.search.models import SearchRecord

from .looking import Check, Finding, Lookout

MEGABYTE = 1024 * 1024
# A letter that has been owed for longer is stuck: `send_post` runs every few minutes.
OWED_TOO_LONG = timedelta(hours=1)
PROBE = "ready"


def database() -> Finding:
    """The database answers a question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Finding(True)


def migrations() -> Finding:
    """Its tables are those that this code was written for."""
    missing = shipped() - set(MigrationRecorder(connection).applied_migrations())
    return Finding(not missing, f"{len(missing)} to be applied: run manage.py prepare", {"migrations_missing": len(missing)})


@cache
def shipped() -> set[tuple[str, str]]:
    """The migrations that came with this code, by app and name; of one that stands for others only those, where they came too."""
    steps = MigrationLoader(None).disk_migrations
    return {name for name, migration in steps.items() if steps.keys().isdisjoint(migration.replaces)}


def search() -> Finding:
    """The search knows what is public, and nothing else."""
    known, public = records()
    if known != public:
        # Something may have come out between the two questions; a second look tells.
        known, public = records()
    wrong = sum(abs(known.get(kind, 0) - public.get(kind, 0)) for kind in known | public)
    return Finding(wrong == 0, f"{wrong} records too many or too few", {"search_records": sum(known.values()), "public_records": sum(public.values())})


def records() -> tuple[dict[int, int], dict[int, int]]:
    """How many things of each kind the search knows as public, and how many there are."""
    now = timezone.now()
    known = SearchRecord.objects.live(now).filter(content_type__isnull=False).order_by().values_list("content_type").annotate(Count("pk"))
    public = {ContentType.objects.get_for_model(model).pk: model._default_manager.live(now).count() for model in findable()}
    return dict(known), {kind: number for kind, number in public.items() if number}


def storage() -> Finding:
    """Where uploaded files are kept takes one."""
    if isinstance(default_storage, FileSystemStorage):
        os.makedirs(default_storage.location, mode=0o700, exist_ok=True)
        # It has no name, so nothing that lists or copies files meets it.
        with tempfile.TemporaryFile(dir=default_storage.location) as file:
            file.write(b"ready")
            file.flush()
    else:
        name = default_storage.save(PROBE, ContentFile(b"ready"))
        default_storage.delete(name)
    return Finding(True)


def disk() -> Finding:
    """The disk under the data folder has room."""
    free = shutil.disk_usage(settings.VAR_DIR).free
    return Finding(free >= settings.DISK_FLOOR_MB * MEGABYTE, f"{free // MEGABYTE} megabytes free", {"disk_free_bytes": free})


def outbox() -> Finding:
    """E-mails go out."""
    now = timezone.now()
    owed = Letter.objects.owed(now).aggregate(count=Count("pk"), oldest=Min("due_at"))
    age = (now - owed["oldest"]) if owed["oldest"] else timedelta(0)
    figures = {"letters_owed": owed["count"], "oldest_letter_seconds": age.total_seconds()}
    return Finding(age <= OWED_TOO_LONG, f"{owed['count']} letters owed, the oldest for {age}", figures)


def nightly() -> Finding:
    """The nightly care has been done: how long ago, for the figures alone."""
    return Finding(True, figures=age("nightly_age_seconds", Turn.objects.aggregate(last=Max("done_at"))["last"]))


def backup() -> Finding:
    """How long ago a backup was finished, for the figures alone."""
    return Finding(True, figures=age("backup_age_seconds", last_backup()))


def age(name: str, moment: datetime | None) -> dict[str, float]:
    return {name: (timezone.now() - moment).total_seconds()} if moment else {}


def last_backup() -> datetime | None:
    """When the newest backup of this machine was written down as whole."""
    try:
        return datetime.fromtimestamp((settings.VAR_DIR / "last-backup").stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


# That e-mail does not go out is for somebody to see to; a site that is taken out of service for it helps nobody.
CHECKS = [
    Check("database", database),
    Check("migrations", migrations),
    Check("search", search),
    Check("storage", storage),
    Check("disk", disk),
    Check("outbox", outbox, decides=False),
    Check("nightly care", nightly, decides=False),
    Check("backup", backup, decides=False),
]
lookout = Lookout(CHECKS)
