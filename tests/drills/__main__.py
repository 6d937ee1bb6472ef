"""`python -m tests.drills NAME [FOLDER]`: one drill; FOLDER is a data folder made by `manage.py prepare` to work on a copy of."""

import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from tests.ground.postgres import Server
from tests.ground.processes import manage


class Durable(Server):
    """A server that says “committed” when it is so."""

    settings = ["listen_addresses=127.0.0.1", "max_connections=200"]


def furnished(folder: Path, like: str = "", address: str = "") -> Path:
    """A data folder with the content, on SQLite or on the server at an address."""
    var = folder / "var"
    if like and not address:
        shutil.copytree(like, var)
        return var
    var.mkdir()
    if address:
        (var / "database-url").write_text(address)
    made = manage("prepare", var=var)
    assert made.returncode == 0, made.stderr
    return var


def on_postgresql(folder: Path, drill) -> dict:
    server = Durable()
    try:
        server.start()
        server.run("createdb", "-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres", "empcp")
        return drill(furnished(folder, address=server.address("empcp")), server)
    finally:
        server.remove()


def run(name: str, folder: Path, like: str) -> dict:
    from . import away, clock, disk, killing

    drills = {
        "kill": lambda: killing.kill(furnished(folder, like)),
        "kill-postgresql": lambda: on_postgresql(folder, lambda var, _server: killing.kill(var)),
        "disk-full": lambda: disk.fill(furnished(folder, like)),
        "disk-nearly-full": lambda: {f"{kilobytes} kB left": disk.nearly_fill(furnished(folder, like) if not (folder / "var").exists() else folder / "var", kilobytes * 1024) for kilobytes in (100, 2000)},
        "disk-read-only": lambda: disk.forbid(furnished(folder, like)),
        "database": lambda: on_postgresql(folder, away.take_database_away),
        "slow": lambda: away.hang_on(furnished(folder, like)),
        "clock": lambda: clock.step(furnished(folder, like)),
    }
    if name not in drills:
        sys.exit(f"Name a drill: {', '.join(drills)}.")
    return drills[name]()


if __name__ == "__main__":
    # Told to end, it ends what it began as well.
    signal.signal(signal.SIGTERM, lambda *_how: sys.exit(1))
    place = Path(tempfile.mkdtemp(prefix="empcp-drill-"))
    try:
        print(json.dumps(run(sys.argv[1], place, (sys.argv[2:] or [""])[0]), indent=1))
    finally:
        shutil.rmtree(place, ignore_errors=True)
