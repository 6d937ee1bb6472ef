"""A site that is there to be harmed: its processes, who visits it, and what its database holds afterwards."""

import http.client
import os
import random
import signal
import subprocess
from pathlib import Path

from tests.databases import on_sqlite, rows
from tests.errands import Errands
from tests.ground.processes import ROOT, environment, free_port, gunicorn, wait_until
from tests.posting import Answer, ask

OFFICE = "derbyshire-opcc"
# One machine plays many visitors, and says who each is as a proxy would.
SETTINGS = {"EMPCP_TRUSTED_PROXIES": "1", "EMPCP_SEARCHES_A_MINUTE": "0", "EMPCP_LOG_LEVEL": "CRITICAL", "EMPCP_ENQUIRIES_TO": "desk@example.org"}
LETTER = {"name": "Ada Example", "email": "ada@example.org", "phone": "", "subject": "A question", "homepage": ""}


class Site(str):
    """The address of a site with data in a folder, which can be begun, harmed and begun again on the same port."""

    def __new__(cls, var: Path, *application: str, **settings: str):
        port = free_port()
        self = super().__new__(cls, f"http://127.0.0.1:{port}")
        self.var, self.application = Path(var), application
        self.settings = SETTINGS | settings | {"PORT": str(port)}
        self.errands = Errands(str(var))
        self.server = None
        return self

    def begin(self) -> None:
        with open(self.var.parent / "drill.log", "ab") as log:
            how = {"cwd": ROOT, "env": environment(self.var, **self.settings), "start_new_session": True, "stdin": subprocess.DEVNULL}
            self.server = subprocess.Popen([*gunicorn(), *self.application], stdout=log, stderr=log, **how)
        wait_until(lambda: self.ask("/health/live").status == 200, seconds=120)

    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()]

    def kill_a_worker(self) -> None:
        os.kill(random.choice(self.workers()), signal.SIGKILL)

    def kill_workers(self) -> None:
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def kill_all(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(timeout=20)

    def end(self) -> None:
        self.errands.close()
        if self.server and self.server.poll() is None:
            self.kill_all()

    def ask(self, path: str, data: dict | None = None, session: str = "", sender: str = "") -> Answer:
        """An answer; status 0 where there was none."""
        try:
            return ask(self, session, path, data, **({"X-Forwarded-For": sender} if sender else {}))
        except (OSError, http.client.HTTPException):
            return Answer(0, "", "")

    def errand(self, function: str, *arguments, module: str = "tests.drills.errands"):
        return self.errands.run(module, function, list(arguments))

    def rows(self, query: str, *parameters) -> list[tuple]:
        return rows(self.var, query, parameters)

    def column(self, query: str, *parameters) -> list:
        return [one for (one,) in self.rows(query, *parameters)]

    def is_whole(self) -> bool:
        """What the database says of itself."""
        return not on_sqlite(self.var) or self.rows("PRAGMA integrity_check") == [("ok",)]

    def is_well(self) -> bool:
        """Search rows and public rows are the same, among others."""
        return self.ask("/health/ready").status == 200
