"""Letters about faults to those who run the site: what the log says, and nothing that anybody sent.

The same fault is told once an hour by all processes of a machine together, and no more than twenty different
ones: a small file for each in the data folder says when. Where that cannot be written, each process counts alone.
"""

import hashlib
import logging
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from .logs import Lines, places_of

HOUR = 60 * 60
MOST_IN_AN_HOUR = 20
EXPLAINED = (
    "Something went wrong on the site. What visitors and editors sent is left out on purpose; the log has more records of the time around it.\n\n"
    "{record}\n\nFurther letters about the same fault are held back for an hour.\n"
)


class FaultLetters(logging.Handler):
    """Writes to `settings.ADMINS` of each new fault."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.setFormatter(Lines())
        self.told: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        # Somebody who waits for an answer does not wait for the mail server; a command does, when it ends.
        try:
            if settings.ADMINS and self.is_new(fault_of(record)):
                threading.Thread(target=tell, args=(subject_of(record), EXPLAINED.format(record=self.format(record)))).start()
        except Exception:
            self.handleError(record)

    def is_new(self, fault: str) -> bool:
        """Whether nobody has been told of the fault within the hour; from now on somebody has."""
        name, now = hashlib.sha256(fault.encode()).hexdigest()[:32], time.time()
        try:
            return not is_written_down(settings.VAR_DIR / "faults", name, now)
        except OSError:
            recent = {one: at for one, at in self.told.items() if 0 <= now - at < HOUR}
            self.told = recent | ({name: now} if name not in recent and len(recent) < MOST_IN_AN_HOUR else {})
            return self.told != recent


def is_written_down(folder: Path, name: str, now: float) -> bool:
    """Whether the folder says that the fault, or too many others, were told within the hour; writes it down if not."""
    folder.mkdir(mode=0o700, exist_ok=True)
    recent = []
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            # A clock that was put back must not keep a letter for ever: what lies ahead is old.
            if 0 <= now - file.stat().st_mtime < HOUR:
                recent.append(file.name)
            else:
                file.unlink()
    if name in recent or len(recent) >= MOST_IN_AN_HOUR:
        return True
    try:
        (folder / name).touch(exist_ok=False)
    except FileExistsError:
        return True
    return False


def fault_of(record: logging.LogRecord) -> str:
    """What makes two records one fault: the kind of exception and its innermost place, or the sentence with its gaps."""
    fault = record.exc_info[1] if record.exc_info else None
    if fault is None:
        return f"{record.name} {record.msg}"
    return f"{type(fault).__qualname__} {(places_of(fault) or [''])[-1]}"


def subject_of(record: logging.LogRecord) -> str:
    fault = fault_of(record) if record.exc_info and record.exc_info[1] else f"{record.levelname} in {record.name}"
    return f"{settings.SITE_NAME}: {' '.join(fault.split())}"[:200]


def tell(subject: str, body: str) -> None:
    """Send the letter. Whether it goes or not, nobody is told of that by another."""
    with suppress(Exception):
        to = [address for _name, address in settings.ADMINS]
        EmailMessage(subject, body, settings.SERVER_EMAIL, to, headers={"Auto-Submitted": "auto-generated"}, connection=get_connection(fail_silently=True)).send(fail_silently=True)
