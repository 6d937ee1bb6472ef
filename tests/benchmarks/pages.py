"""Measures of the kind that Lighthouse takes, in a real Chromium, for every kind of page.

    python -m tests.benchmarks.pages [-n RUNS] [PATH …]

Starts a site of its own. Each page is opened with an empty cache, in a window of a phone, on a
processor slowed down four times and over an emulated slow 4G (150 ms there and back, 1.6 Mbit/s down,
0.75 up: Lighthouse's mobile setting). Printed is the median of the runs:

LCP   largest contentful paint, milliseconds
CLS   cumulative layout shift
TBT   total blocking time, milliseconds: what tasks took beyond 50 ms each
kB    transferred in all, thousands of bytes, headers included
req   requests that went to the server; the icon is the header's mark, which is there by then
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "home of the programme": "/",
    "home of a force": "/derbyshire-police/",
    "home of an office": "/leicestershire-opcc/",
    "home of the fire office": "/northamptonshire-opfcc/",
    "page": "/derbyshire-police/about-us/east-midlands-police-collaboration/",
    "longest page": "/northamptonshire-opfcc/information-and-transparency/collaboration/",
    "units": "/units/",
    "unit": "/units/emsou/",
    "national bodies": "/national-bodies/",
    "register": "/agreements/",
    "agreement": "/agreements/emsou-major-crime-unit/",
    "news": "/news/",
    "release": "/leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/",
    "forces": "/forces/",
    "facts": "/facts/",
    "history": "/history/",
    "office holders": "/office-holders/",
    "search": "/search/?q=forensics",
    "contact": "/lincolnshire-opcc/contact/",
    "complaints": "/complaints/",
    "accessibility": "/accessibility/",
    "missing page": "/not-there/",
}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWER = 4
OBSERVE = """() => new Promise(done => {
    const seen = {lcp: 0, cls: 0, tbt: 0};
    const watch = (type, each) => new PerformanceObserver(list => list.getEntries().forEach(each)).observe({type, buffered: true});
    watch("largest-contentful-paint", one => { seen.lcp = Math.max(seen.lcp, one.startTime); });
    watch("layout-shift", one => { seen.cls += one.value; });
    watch("longtask", one => { seen.tbt += Math.max(0, one.duration - 50); });
    setTimeout(() => done(seen), 500);
})"""


@contextmanager
def site() -> Iterator[str]:
    """The address of a site of our own, as `make run` would serve it."""
    from tests.conftest import free_port, wait_for

    with tempfile.TemporaryDirectory(prefix="empcp-benchmark-") as var:
        environment = {**{name: value for name, value in os.environ.items() if not name.startswith("EMPCP_")}, "EMPCP_VAR": var}
        for command in (["migrate"], ["load_content"], ["collectstatic", "--noinput"]):
            subprocess.run([sys.executable, "manage.py", *command, "-v0"], cwd=ROOT, env=environment, check=True)
        address = f"127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "gunicorn", "-c", "empcp_site/gunicorn.py", "-b", address, "empcp_site.wsgi"]
        log = Path(var) / "log"
        with log.open("wb") as said:
            server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            wait_for(f"http://{address}", server, log)
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def measure(browser: Browser, address: str) -> dict[str, float]:
    """One visit with an empty cache."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=60_000)
    seen = page.evaluate(OBSERVE)
    context.close()
    return {**seen, "kb": sum(sizes) / 1000, "requests": sum(size > 0 for size in sizes)}


def print_row(name: str, runs: list[dict[str, float]]) -> None:
    middle = {measure: median(run[measure] for run in runs) for measure in runs[0]}
    print(f"{name:26} {middle['lcp']:6.0f} {middle['cls']:7.4f} {middle['tbt']:6.0f} {middle['kb']:6.1f} {middle['requests']:4.0f}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("-n", "--runs", type=int, default=5)
    asked.add_argument("paths", nargs="*", help="addresses to measure instead of one of every kind")
    options = asked.parse_args()
    chosen = {path: path for path in options.paths} or PAGES
    browser_path = os.environ.get("EMPCP_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-background-networking"])
        print(f"{'page':26} {'LCP':>6} {'CLS':>7} {'TBT':>6} {'kB':>6} {'req':>4}")
        for name, path in chosen.items():
            measure(browser, address + path)  # once before, so that the server is warm
            print_row(name, [measure(browser, address + path) for _run in range(options.runs)])
        browser.close()


if __name__ == "__main__":
    main()
