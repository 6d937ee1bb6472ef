"""Whether SQLite may keep a write-ahead log here: with this version of it, and on this file system.

Before 3.51.3 a reset of the log could corrupt a database (sqlite.org/wal.html, “The WAL-reset bug”); the fix was
carried back to 3.50.7 and 3.44.6. And the log needs memory that all processes share, which a disk reached over a
network does not give.
"""

import sqlite3
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SAFE_FROM = (3, 51, 3)
CARRIED_BACK = {(3, 50): 7, (3, 44): 6}
OVER_A_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone"}
GET_ONE = "install the packages in requirements.txt, which bring a newer one (pysqlite3), or use a Python built with SQLite 3.51.3 or later, or name a PostgreSQL server in EMPCP_DATABASE_URL"


def is_safe(version: tuple[int, ...]) -> bool:
    """Whether this version has the fix."""
    return version >= SAFE_FROM or version[2] >= CARRIED_BACK.get(version[:2], version[2] + 1)


def refuse_unsafe() -> None:
    """Raises ImproperlyConfigured for a version that could corrupt what it keeps."""
    if not is_safe(sqlite3.sqlite_version_info):
        raise ImproperlyConfigured(f"SQLite {sqlite3.sqlite_version} can corrupt a database that keeps a write-ahead log: {GET_ONE}.")


def network_of(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of network file system a folder is on; empty for a disk of this machine, or where that cannot be told."""
    try:
        found = [line.split(" ")[1:3] for line in mounts.read_text().splitlines()]
    except (OSError, UnicodeDecodeError):
        return ""
    place = folder.resolve()
    # Later mounts cover earlier ones, and deeper ones shallower ones.
    under = [(len(Path(point).parts), number, kind) for number, (point, kind) in enumerate(found) if place.is_relative_to(point.replace("\\040", " "))]
    kind = max(under, default=(0, 0, ""))[2]
    return kind if kind in OVER_A_NETWORK else ""
