"""Two sites that are the same but for what is under embargo on one of them."""

import shutil
from contextlib import ExitStack

import pytest

from tests.conftest import Address
from tests.databases import copy_database
from tests.desk import on_site
from tests.ground.processes import free_port, gunicorn, serving

from .asking import Site

WORLD = "tests.canary.world"


class Pair:
    """The site without the secret things, the site with them, and what is known of them."""

    def __init__(self, without: Site, bare: Address, with_them: Site, full: Address):
        self.without, self.with_them, self.full, self.bare = without, with_them, full, bare
        self.sessions, self.made = {}, {}

    def run(self, function: str, *arguments):
        """Run by another process, on the site that has the secret things."""
        return on_site(self.full, function, *arguments, module=WORLD)


def copied(var, to) -> None:
    """A folder of data like another."""
    shutil.copytree(var / "static", to / "static")
    shutil.copy(var / "secret-key", to)
    if (var / "files").exists():
        shutil.copytree(var / "files", to / "files")
    copy_database(var, to)


@pytest.fixture(scope="module")
def pair(furnished, tmp_path_factory):
    """Both sites, served; they answer to the same name."""
    ports = [free_port(), free_port()]
    addresses = []
    for port, name in zip(ports, ("without", "with"), strict=True):
        address = Address(f"http://127.0.0.1:{port}")
        address.var = tmp_path_factory.mktemp(name)
        addresses.append(address)
    bare, full = addresses
    host = f"127.0.0.1:{ports[0]}"
    one = Pair(Site(ports[0], host), bare, Site(ports[1], host), full)
    furnished(bare.var)
    one.sessions = on_site(bare, "ground", module=WORLD)
    copied(bare.var, full.var)
    one.made = one.run("bury")
    with ExitStack() as both:
        for port, address in zip(ports, addresses, strict=True):
            # One machine asks more here in a minute than the pace of a visitor allows.
            both.enter_context(serving(*gunicorn(), port=port, var=address.var, EMPCP_SEARCHES_A_MINUTE="0"))
        yield one
        one.without.close()
        one.with_them.close()
