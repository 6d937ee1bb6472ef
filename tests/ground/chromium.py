"""Finds the browser that the tests drive, or installs one; `make test` asks it for the path."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE_TO_BE_HAD = (
    "The tests drive a real browser and none can be had here: "
    "apt install chromium, or set EMPCP_CHROMIUM to the path of a Chromium or Chrome."
)


def main() -> int:
    path = given() if os.environ.get("EMPCP_CHROMIUM") else found() or from_apt() or from_playwright()
    print(path or NONE_TO_BE_HAD, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


def given() -> str:
    path = os.environ["EMPCP_CHROMIUM"]
    return path if works(path) else ""


def found() -> str:
    """The path of a browser that is here already."""
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path and works(path)), "") or playwrights_own()


def works(path: str) -> bool:
    """Whether it answers: Ubuntu's chromium-browser may be a stub that only advises to install a snap."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def from_apt() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    say("Installing Chromium with apt …")
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"]):
        if subprocess.run(command, env=environment, stdout=sys.stderr, stdin=subprocess.DEVNULL).returncode:
            return ""
    return found()


def from_playwright() -> str:
    """Playwright's own Chromium, downloaded; empty where its download cannot be reached."""
    say("Downloading Chromium with Playwright …")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, stdin=subprocess.DEVNULL, timeout=600)
    return playwrights_own()


def playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) and works(path) else ""


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
