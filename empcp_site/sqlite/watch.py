"""Whether anything has been written to the file, asked in microseconds.

`PRAGMA data_version` changes for a connection when another one, in whatever process, has made a change final.
So each thread asks on a connection of its own, which never writes. It is opened after the processes have parted.
"""

import sqlite3
import threading

from collaboration.caching.engine import READ_EDITIONS, note_write_past_us, past_us
from collaboration.caching.notes import PAST_US

# Seconds that a reader waits for the file.
PATIENCE = 2
# What was read last by any thread, so that all share one dictionary.
latest: dict[str, dict[str, int]] = {}


class Watch(threading.local):
    """Tells each thread the editions of this moment: the same dictionary for as long as they are the same."""

    def __init__(self, file: str):
        self.file = file
        self.cursor: sqlite3.Cursor | None = None
        self.version: int | None = None
        self.rows: dict[str, int] | None = None
        self.editions: dict[str, int] = {}

    def now(self) -> dict[str, int] | None:
        """The editions as the file has them now; None if it does not answer."""
        try:
            if self.cursor is None:
                self.cursor = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False).cursor()
            version = self.cursor.execute("PRAGMA data_version").fetchone()[0]
            if version != self.version:
                self.read()
                # The version from before: had something been written since, it is read once more.
                self.version = version
            elif self.editions[PAST_US] != past_us[PAST_US]:
                self.share()
            return self.editions
        except sqlite3.Error:
            self.cursor = self.version = None
            return None

    def read(self) -> None:
        rows, known = dict(self.cursor.execute(READ_EDITIONS).fetchall()), latest.get(self.file)
        if rows == self.rows or (self.rows is None and known):
            # Something has changed and no edition rose. (Now and then SQLite begins its log anew; that looks the same, and costs
            # little.) A thread that is new cannot tell, and the others may not have looked since.
            note_write_past_us()
        self.rows = rows
        self.share()

    def share(self) -> None:
        """Take over what any thread has noticed, and the dictionary of the others where it says the same."""
        found, known = past_us | self.rows, latest.get(self.file)
        self.editions = latest[self.file] = known if known == found else found
