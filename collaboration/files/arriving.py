"""The folder in which uploads wait while they are read. Python takes each away when its request ends, but not when the process is killed."""

import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# No request lasts so long.
LONG_AGO = 24 * 60 * 60


def sweep() -> int:
    """Take away what has lain there for a day; how many files."""
    swept = 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with suppress(FileNotFoundError):
            if path.is_file() and time.time() - path.stat().st_mtime > LONG_AGO:
                path.unlink()
                swept += 1
    return swept
