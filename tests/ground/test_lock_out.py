"""The lock-out over real HTTP: failures are counted by all processes of the server together."""

import re
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from http.cookiejar import CookieJar

import pytest

from tests.desk import PASSWORD, cast

SIGN_IN = "/admin/account/sign-in/"


class FromElsewhere(urllib.request.HTTPHandler):
    """Connects from another address of this machine, so that no other test is stopped with this one."""

    def __init__(self, address: str):
        super().__init__()
        self.address = address

    def http_open(self, request):
        return self.do_open(partial(HTTPConnection, source_address=(self.address, 0)), request)


class Visitor:
    """A browser without memory of anything but its own cookies, on a connection of its own each time."""

    def __init__(self, site: str, address: str):
        self.site = site
        self.opener = urllib.request.build_opener(FromElsewhere(address), urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, form: dict | None = None) -> str:
        body = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(urllib.request.Request(self.site + path, body, {"Origin": self.site}), timeout=60) as answer:
            return answer.read().decode()

    def give_password(self, email: str, password: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(SIGN_IN))[1]
        return self.ask(SIGN_IN, {"csrfmiddlewaretoken": token, "login": email, "password": password})


@pytest.mark.parametrize(("known", "address"), [(True, "127.0.0.11"), (False, "127.0.0.12")])
def test_failures_are_counted_by_all_processes_together(running_site, known, address):
    email = cast(running_site, ("writer", "derbyshire-opcc"))[0].email if known else "nobody@example.org"
    with ThreadPoolExecutor(8) as at_once:
        said = list(at_once.map(lambda _number: Visitor(running_site, address).give_password(email, "a wrong pass phrase"), range(12)))
    wrong = [one for one in said if "do not go together" in one]
    locked = [one for one in said if "too many attempts" in one]
    assert len(wrong) + len(locked) == 12
    assert 1 <= len(wrong) <= 5
    # Visit after visit lands on one process or another; none of them lets even the right password in.
    assert all("too many attempts" in Visitor(running_site, address).give_password(email, PASSWORD) for _visit in range(6))
