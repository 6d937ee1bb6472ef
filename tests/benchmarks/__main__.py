"""`make bench`: every measurement that compares like with like in one run, one after another, and the machine it ran on.

`python -m tests.benchmarks served uncached` takes some of them.
"""

import os
import platform
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What each measures, by module.
PARTS = {
    "served.table": "finished pages over HTTP",
    "served.hits": "the page store inside one process",
    "uncached": "pages made anew, and starting",
    "scale": "a thousand releases and a hundred thousand",
    "search": "search",
    "importing": "importing a hundred thousand records",
}


def main(wanted: list[str]) -> int:
    """Run the parts; how many of them failed."""
    print(machine(), flush=True)
    failed = 0
    for module, title in PARTS.items():
        if wanted and module.split(".")[0] not in wanted and module not in wanted:
            continue
        print(f"\n{title}\n{'=' * len(title)}", flush=True)
        start = time.monotonic()
        failed += subprocess.run([sys.executable, "-m", f"tests.benchmarks.{module}"], cwd=ROOT).returncode != 0
        print(f"({time.monotonic() - start:.0f} seconds)", flush=True)
    return failed


def machine() -> str:
    """What it ran on, in a line."""
    name = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} × {name}, {platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, load {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
