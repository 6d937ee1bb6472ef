"""No fault that axe knows on any kind of page of the desk, nothing refused by our own policy, and nothing sideways."""

import pytest

from ..desk import browser_sign_in
from .inspection import Inspector

OUTSIDE = ("/admin/account/sign-in/", "/admin/account/password/forgotten/")


@pytest.fixture(scope="session")
def at_the_desk(chromium, running_site, desk_tour):
    """An inspector signed in as an administrator; `.troubles` keeps what the browser complained of, by address."""
    # So high that the save bar, which stays at the foot of the window, lies upon nothing.
    one = Inspector(chromium, running_site, height=9000, prints=False)
    one.troubles = {}
    browser_sign_in(one.page, running_site, desk_tour.administrator)
    one.page.on("console", lambda message: message.type in {"error", "warning"} and one.troubles.setdefault(message.page.url, []).append(message.text))
    one.page.on("pageerror", lambda error: one.troubles.setdefault("script", []).append(str(error)))
    one.page.on("response", lambda answer: answer.status >= 400 and answer.status not in (403, 404) and one.troubles.setdefault(answer.url, []).append(answer.status))
    yield one
    one.close()


@pytest.fixture(scope="session")
def found(at_the_desk, desk_tour):
    """What was found at each address of the desk."""
    return {address: at_the_desk.inspect(address) for address in desk_tour.addresses()}


def test_nothing_at_the_desk_is_lost_at_four_hundred_per_cent(found):
    assert {address: page.narrow for address, page in found.items() if page.narrow} == {}


def test_text_of_twice_the_size_fits_at_the_desk(found):
    assert {address: page.large for address, page in found.items() if page.large} == {}


def test_axe_finds_no_fault_at_the_desk(found, at_the_desk):
    assert len(found) > 60
    assert {address: page.axe for address, page in found.items() if page.axe} == {}
    # What even an administrator may not do answers 403, and browsers report that too.
    heard = {address: [one for one in said if "status of 403" not in str(one)] for address, said in at_the_desk.troubles.items()}
    assert {address: said for address, said in heard.items() if said} == {}


@pytest.mark.parametrize("address", OUTSIDE)
def test_axe_finds_no_fault_outside_the_door(auditor, address):
    assert auditor.violations(address) == []
