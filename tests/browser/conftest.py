"""A real Chromium against the running site."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from .axe import Auditor
from .desk_tour import Tour


@pytest.fixture(scope="session")
def chromium():
    """The browser of this machine; without one the tests fail, they are never skipped."""
    path = os.environ.get("EMPCP_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, running_site):
    """Opens an address of the site in a window of its own and keeps what went wrong in `page.troubles`."""
    contexts = []

    def open_one(path: str, width: int = 1280, height: int = 900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.asked = []
        page.on("console", lambda message: page.troubles.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(running_site + path)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def auditor(chromium, running_site):
    """Runs axe over addresses of the site."""
    one = Auditor(chromium, running_site)
    yield one
    one.close()


@pytest.fixture(scope="session")
def desk_tour(running_site):
    """The pages of the desk, with something on each, and an administrator to visit them with."""
    return Tour(running_site)
