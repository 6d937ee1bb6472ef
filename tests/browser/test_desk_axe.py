"""No fault that axe knows on any kind of page of the desk, nothing refused by our own policy, and nothing sideways."""

import pytest

from ..desk import browser_sign_in
from .axe import Auditor

OUTSIDE = ("/admin/account/sign-in/", "/admin/account/password/forgotten/")


@pytest.fixture(scope="session")
def at_the_desk(chromium, running_site, desk_tour):
    """An auditor signed in as an administrator; `.troubles` keeps what its browsers complained of, by address."""
    # So high that the save bar, which stays at the foot of the window, lies upon nothing.
    one = Auditor(chromium, running_site, height=9000)
    one.troubles = {}
    browser_sign_in(one.page, running_site, desk_tour.administrator)
    one.page.on("console", lambda message: message.type in {"error", "warning"} and one.troubles.setdefault(message.page.url, []).append(message.text))
    one.page.on("pageerror", lambda error: one.troubles.setdefault("script", []).append(str(error)))
    one.page.on("response", lambda answer: answer.status >= 400 and answer.status not in (403, 404) and one.troubles.setdefault(answer.url, []).append(answer.status))
    yield one
    one.close()


def test_axe_finds_no_fault_at_the_desk(at_the_desk, desk_tour):
    addresses = desk_tour.addresses()
    found = {address: at_the_desk.violations(address) for address in addresses}
    assert len(addresses) > 70
    assert {address: violations for address, violations in found.items() if violations} == {}
    # What even an administrator may not do answers 403, and browsers report that too.
    heard = {address: [one for one in said if "status of 403" not in str(one)] for address, said in at_the_desk.troubles.items()}
    assert {address: said for address, said in heard.items() if said} == {}


@pytest.mark.parametrize("address", OUTSIDE)
def test_axe_finds_no_fault_outside_the_door(auditor, address):
    assert auditor.violations(address) == []
