"""PostgreSQL servers to throw away, in a folder of their own: for a whole run of the tests, or for one that freezes and stops it.

`python -m tests.ground.postgres COMMAND…` runs a command with EMPCP_DATABASE_URL naming such a server.
"""

import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ground.processes import free_port, wait_until

# Nothing here has to survive a power cut, and nothing that readers see may hang on a machine's language.
QUICK = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off", "listen_addresses=127.0.0.1", "max_connections=200"]
INITDB = ["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]


def programs() -> Path:
    """The folder of the server's programs, the newest there is."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))
    beside = shutil.which("initdb")
    if not found and not beside:
        sys.exit("PostgreSQL is not installed: on Debian or Ubuntu, apt install postgresql.")
    return Path(found[-1]) if found else Path(beside).parent


class Server:
    """A server of its own, on a port nobody else has."""

    settings = QUICK

    def __init__(self):
        # PostgreSQL refuses to be root.
        self.owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="empcp-postgresql-"))
        self.port = free_port()
        if self.owner:
            shutil.chown(self.folder, "postgres", "postgres")
        self.run("initdb", "-D", "rows", *INITDB)

    def run(self, program: str, *arguments: str) -> None:
        done = subprocess.run([programs() / program, *arguments], cwd=self.folder, capture_output=True, text=True, **self.owner)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        settings = [part for one in [*self.settings, f"port={self.port}", f"unix_socket_directories={self.folder}"] for part in ("-c", one)]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([programs() / "postgres", "-D", "rows", *settings], cwd=self.folder, stdout=log, stderr=log, **self.owner)
        wait_until(self.is_ready, seconds=60)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, (self.folder / "log").read_text()
        return subprocess.run([programs() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode == 0

    def stop(self) -> None:
        """At once, as a machine that fails would."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=60)

    def signal_all(self, number: signal.Signals) -> None:
        """To the server and every process it has begun."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in [self.process.pid, *map(int, children)]:
            os.kill(pid, number)

    def freeze(self) -> None:
        """It keeps every connection open from now on, takes what it is sent, and answers nothing."""
        self.signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal_all(signal.SIGCONT)

    def remove(self) -> None:
        if self.process.poll() is None:
            self.thaw()
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"


def main() -> int:
    """Run the command beside a server of its own."""
    server = Server()
    try:
        server.start()
        return subprocess.run(sys.argv[1:], env={**os.environ, "EMPCP_DATABASE_URL": server.address("empcp")}).returncode
    finally:
        server.remove()


if __name__ == "__main__":
    sys.exit(main())
