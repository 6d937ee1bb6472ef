"""`manage.py backup [folder]`: a checked copy of the database and of every uploaded file, while the site runs."""

import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from collaboration.keeping.making import WITHOUT, Busy, make_backup
from collaboration.keeping.records import Failed

# What sysexits.h calls a failure that is over soon; systemd may be told to take it for no failure.
TRY_LATER = 75


class Command(BaseCommand):
    """Writes one backup into a folder of them and lets the oldest go."""

    help = "Back up the database and the uploaded files, checked and hashed. Safe at any time. Restore with `manage.py restore`."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, nargs="?", default=settings.BACKUPS, help="where backups are kept, better on another disk (EMPCP_BACKUPS)")

    def handle(self, *, folder, verbosity, **options):
        try:
            made = make_backup(folder.resolve(), settings.BACKUPS_KEPT)
        except Busy as busy:
            raise CommandError(f"{busy}: this one is not needed.", returncode=TRY_LATER) from busy
        except Failed as failed:
            raise CommandError(f"No backup was made, and none was deleted. {str(failed).rstrip('.')}.") from failed
        with suppress(OSError):
            # For /health/ready and its figures: when this machine last had a whole backup.
            (settings.VAR_DIR / "last-backup").write_text(made.backup.folder.name)
        files = made.backup.manifest["files"]
        if verbosity:
            rows = sum(made.backup.manifest["database"]["rows"].values())
            self.stdout.write(f"Backed up to {made.backup.folder}: {rows:,} rows and {files['number']:,} files, checked. {made.let_go} older ones let go.")
            self.stdout.write(f"Not in it: {WITHOUT[0]}.")
        if made.lost:
            print(f"{len(made.lost)} files that rows name are lost from the storage: {', '.join(made.lost[:5])}. manifest.json lists them all.", file=sys.stderr)
