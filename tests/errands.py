"""Functions run with the database of a running site: each in a process of its own, split off from one that has Django ready.

Starting Django takes a second, and tests have hundreds of small things to ask or to prepare.
"""

import atexit
import importlib
import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

from .databases import where

ROOT = Path(__file__).resolve().parent.parent


class Errands:
    """The process that waits for functions to run with the database in a data folder."""

    def __init__(self, var: str):
        environment = {**os.environ, **where(var), "DJANGO_SETTINGS_MODULE": "empcp_site.settings"}
        self.process = subprocess.Popen([sys.executable, "-m", "tests.errands"], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self.close)

    def run(self, module: str, function: str, arguments):
        """What the function returns; all of it as JSON."""
        self.process.stdin.write(json.dumps([module, function, arguments]) + "\n")
        self.process.stdin.flush()
        answer, trouble = json.loads(self.process.stdout.readline())
        assert not trouble, trouble
        return answer

    def close(self) -> None:
        self.process.communicate()


def wait_for_errands() -> None:
    """Run what is asked for, line by line, until nobody is there to ask."""
    import django

    django.setup()
    for line in sys.stdin:
        if os.fork():
            os.wait()
        else:
            answer(*json.loads(line))


def answer(module: str, function: str, arguments: list) -> None:
    """Run the function and say what it returned, or what went wrong; then this process is over."""
    said, sys.stdout = sys.stdout, sys.stderr
    try:
        told = json.dumps([getattr(importlib.import_module(module), function)(*arguments), None])
    except BaseException:
        told = json.dumps([None, traceback.format_exc()])
    print(told, file=said, flush=True)
    os._exit(0)


if __name__ == "__main__":
    wait_for_errands()
