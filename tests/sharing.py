"""What is made once and used by many tests: a database with the content, a visit to every page, quick hashes of passwords."""

import fcntl
import pickle
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.db import connection
from whitenoise.base import WhiteNoise

from .databases import begin_test_database, furnish_database, is_wanting, keep_as_loaded


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 without the effort that makes guessing dear: a test run hashes hundreds of passwords."""

    time_cost, memory_cost, parallelism = 1, 8, 1


def furnish(var: Path) -> None:
    """Make a folder what `prepare` makes of it: a database with the content, and the static files collected."""
    var.mkdir(exist_ok=True)
    shutil.copytree(settings.STATIC_ROOT, var / "static")
    furnish_database(var)


def know_static_files() -> None:
    """Let WhiteNoise look through the static files once and not for each of two thousand test clients."""
    look, known = WhiteNoise.update_files_dictionary, {}

    def look_once(self, root, prefix):
        if not known.get((root, prefix)):
            before = set(self.files)
            look(self, root, prefix)
            known[root, prefix] = {address: file for address, file in self.files.items() if address not in before}
        self.files.update(known[root, prefix])

    WhiteNoise.update_files_dictionary = look_once


def once(config, folder: Path, name: str, make):
    """What `make` returns, made by whichever worker of this run comes first, and read by the others."""
    if not hasattr(config, "workerinput"):
        return make()
    kept = folder / f"{name}-{config.workerinput['testrunuid']}"
    with open(f"{kept}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
        return pickle.loads(kept.read_bytes())


def load() -> None:
    """Fill the test database; where no test of this run asks for one, it is made here: a file in the run's own folder, or what Django would make."""
    if is_wanting():
        begin_test_database()
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    keep_as_loaded()
