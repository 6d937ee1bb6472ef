"""A real Chromium against the running site."""

import os
import shutil

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect, sync_playwright

from ..conftest import Address
from ..ground.processes import free_port, gunicorn, serving
from ..postbox import Postbox
from .axe import Auditor
from .desk_tour import Tour
from .journeys import Somebody
from .windows import Windows

# A busy machine is no fault of a page.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def chromium():
    """The browser of this machine; without one the tests fail, they are never skipped."""
    path = os.environ.get("EMPCP_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(chromium):
    """Windows to open pages in, used again by the next test."""
    return Windows(chromium)


@pytest.fixture
def open_page(windows, running_site):
    """Opens an address of the site in a window without cookies and keeps what went wrong in `page.troubles`.

    A test that leaves more behind in a window than cookies (unsaved text, a session of the developer tools) asks for its `own`.
    """
    taken = []

    def open_one(path: str, **options):
        taken.append(windows.take(**options))
        taken[-1].goto(running_site + path)
        return taken[-1]

    yield open_one
    for page in taken:
        windows.give_back(page)


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


@pytest.fixture
def everybody(chromium, running_site):
    """People by their names, each with a browser of their own; at the end nothing went wrong in any of them."""
    here = []

    def named(*names: str, site=None) -> list[Somebody]:
        here.extend(Somebody(chromium, site or running_site, name) for name in names)
        return here[-len(names) :]

    yield named
    troubles = {one.name: one.troubles for one in here if one.troubles}
    for one in here:
        one.context.close()
    assert troubles == {}


@pytest.fixture(scope="session")
def letter_box():
    """A mail server on this machine for the site with post."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    box.port = server.port
    yield box
    server.stop()


@pytest.fixture(scope="session")
def site_with_post(running_site, letter_box):
    """The running site at a second address, which it knows, with a mail server: its letters go out and say where it is."""
    port = free_port()
    address = Address(f"http://127.0.0.1:{port}")
    address.var = running_site.var
    settings = {"EMPCP_ADDRESS": str(address), "EMPCP_EMAIL_HOST": "127.0.0.1", "EMPCP_EMAIL_PORT": str(letter_box.port), "EMPCP_EMAIL_PLAIN": "1"}
    with serving(*gunicorn(), port=port, var=address.var, **settings):
        yield address
