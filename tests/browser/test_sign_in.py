"""Signing in with a real browser: an app's code, a passkey, a recovery code; setting up; the pages' look and limits."""

import re

import pytest
from playwright.sync_api import expect

from tests.desk import PASSWORD, browser_sign_in, cast, code_now, on_site

from .axe import RULES, SOURCE, START

SIGN_IN = "/admin/account/sign-in/"


@pytest.fixture(scope="module")
def people(running_site):
    """Four administrators: each test that signs in by hand uses up codes of its own."""
    return cast(running_site, *[("administrator", "programme")] * 6)


@pytest.fixture
def desk(open_page, running_site):
    """Opens an address of the staff door at a name that browsers allow passkeys for."""

    def open_one(path: str, **options):
        page = open_page("/health/live", own=True, **options)
        page.base = running_site.replace("127.0.0.1", "localhost")
        page.goto(page.base + path)
        return page

    return open_one


@pytest.fixture
def passkeys():
    """Gives a page a key of its own, as a fingerprint reader would be, that always says yes."""

    def give(page) -> None:
        talk = page.context.new_cdp_session(page)
        talk.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
        talk.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})

    return give


def give_password(page, who) -> None:
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def without_factor(site, who) -> None:
    on_site(site, "take_factors", who.pk)


def test_password_and_code_lead_back_to_the_page_asked_for(desk, people):
    page = desk("/admin/collaboration/page/")
    assert page.url.startswith(page.base + SIGN_IN)
    give_password(page, people[0])
    page.get_by_label("Code").fill(code_now())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(page.base + "/admin/collaboration/page/")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(page.base + SIGN_IN)
    page.goto(page.base + "/admin/")
    assert SIGN_IN in page.url
    assert page.troubles == []


def test_somebody_new_sets_up_an_app_keeps_the_codes_and_comes_in_by_one(desk, people, running_site):
    who = people[1]
    without_factor(running_site, who)
    page = desk("/admin/")
    give_password(page, who)
    page.get_by_role("link", name="Use an app").click()
    picture = page.get_by_role("img", name="A square code for the camera of your authenticator app")
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
    page.get_by_text("No camera?").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".desk-panel li code")).to_have_count(10)
    codes = page.locator(".desk-panel li code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file").click()
    assert codes[0] in download.value.path().read_text()
    page.get_by_role("link", name="go to the desk").click()
    page.wait_for_url(page.base + "/admin/")
    page.get_by_role("button", name="Sign out").first.click()
    give_password(page, who)
    page.get_by_label("Code").fill(codes[3])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(page.base + "/admin/")
    assert page.troubles == []


def test_somebody_new_sets_up_a_passkey_and_signs_in_with_it(desk, passkeys, people, running_site):
    who = people[2]
    without_factor(running_site, who)
    page = desk("/admin/")
    passkeys(page)
    give_password(page, who)
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_label("What to call it").fill("My work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(page.base + "/admin/account/second-factor/recovery-codes/")
    page.goto(page.base + "/admin/")
    page.get_by_role("button", name="Sign out").first.click()
    give_password(page, who)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(page.base + "/admin/")
    page.goto(page.base + "/admin/account/")
    assert "Passkey “My work laptop”" in page.locator("main").inner_text()
    assert page.troubles == []


def test_a_passkey_is_renamed_and_removed_and_then_the_desk_is_shut(desk, passkeys, people, running_site):
    who = people[3]
    without_factor(running_site, who)
    page = desk("/admin/")
    passkeys(page)
    give_password(page, who)
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(page.base + "/admin/account/second-factor/passkeys/")
    page.get_by_role("link", name=re.compile("Rename")).click()
    page.get_by_label("What to call it").fill("Key ring")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Key ring")).to_be_visible()
    page.get_by_role("link", name=re.compile("Remove")).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Remove it").click()
    page.goto(page.base + "/admin/collaboration/page/")
    assert "/second-factor/choose/" in page.url


def test_a_refused_passkey_is_said_in_words(desk, people, running_site):
    without_factor(running_site, people[4])
    page = desk("/admin/")
    give_password(page, people[4])
    page.get_by_role("link", name="Use a passkey").click()
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_text("That did not work: the passkey was refused").wait_for()
    expect(page.get_by_role("button", name="Add the passkey")).to_be_enabled()


def test_everything_but_passkeys_works_without_script(desk, people):
    page = desk("/admin/", java_script_enabled=False)
    give_password(page, people[5])
    page.get_by_label("Code").fill(code_now())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(page.base + "/admin/")


PAGES_BEFORE = [SIGN_IN, "/admin/account/password/forgotten/", "/admin/account/password/forgotten/sent/", "/admin/account/password/choose/1-x/"]
PAGES_BEHIND = [
    "/admin/account/", "/admin/account/password/", "/admin/account/second-factor/", "/admin/account/second-factor/passkeys/",
    "/admin/account/second-factor/passkeys/add/", "/admin/account/second-factor/app/remove/", "/admin/account/second-factor/recovery-codes/new/",
    "/admin/account/confirm/", "/admin/account/second-factor/confirm/", "/admin/account/sign-out/",
    "/admin/collaboration/membership/", "/admin/collaboration/membership/add/", "/admin/collaboration/user/",
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_an_account_are_clean_and_fit(desk, people, running_site, width):
    # So high that the save bar, which stays at the foot of the window, lies upon nothing.
    page = desk(SIGN_IN, width=width, height=9000)
    signed_in = {"name": "sessionid", "value": on_site(running_site, "new_session", people[0].pk), "domain": "localhost", "path": "/admin/", "httpOnly": True}
    page.add_init_script(SOURCE)
    found = {}
    for path in [*PAGES_BEFORE, *PAGES_BEHIND]:
        if path == PAGES_BEHIND[0]:
            page.context.add_cookies([signed_in])
        assert page.goto(page.base + path).status == 200, path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.evaluate(START, [RULES, []])
        broken = page.evaluate("window.found")
        found |= {path: (broken, wide)} if broken or wide > 0 else {}
    assert found == {}
    assert page.troubles == []


def test_the_session_given_to_other_tests_opens_the_desk(open_page, people, running_site):
    page = open_page("/health/live")
    browser_sign_in(page, running_site, people[4])
    without = page.goto(f"{running_site}/admin/collaboration/page/")
    assert without.status == 200
