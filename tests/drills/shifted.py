"""The site with a clock that can be put: `clock` in the data folder says by how many seconds it is ahead. For gunicorn, in the place of `empcp_site.wsgi`.

Python's clocks are moved before Django reads them; the database, the files and the machine keep theirs.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

machine, machine_ns = time.time, time.time_ns
setting = Path(os.environ["EMPCP_VAR"], "clock")


def ahead() -> float:
    try:
        return float(setting.read_text())
    except (FileNotFoundError, ValueError):
        return 0.0


def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=ahead())


time.time = lambda: machine() + ahead()
time.time_ns = lambda: machine_ns() + int(ahead() * 1e9)
timezone.now = now

from empcp_site.wsgi import application  # noqa: E402, F401, the clock goes before it
