"""Signing in: the password, the second factor, what each of them opens, and what ends it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlencode

from collaboration.accounts.models import Membership, User
from collaboration.accounts.second_factor import ENROLLING, SIGNING_IN, VERIFYING
from collaboration.accounts.staff_door import keepers_of_lost_posts
from tests.desk import PASSWORD, SECRET, administrator, code_now, join, member, person, signed_in
from tests.making import publisher

pytestmark = pytest.mark.django_db

SIGN_IN = "/admin/account/sign-in/"
CODE = "/admin/account/second-factor/code/"
WRONG = "a wrong pass phrase"
LIST = "/admin/collaboration/page/"


@pytest.fixture(autouse=True)
def what_waits_for_the_commit_happens_at_once(monkeypatch):
    """A test's own transaction is never committed, and letters and second factors wait for that."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, using=None, robust=False: act())


def give_password(client, email: str, password: str = PASSWORD, next_page: str = ""):
    return client.post(SIGN_IN, {"login": email, "password": password, "next": next_page})


def without_factor(user: User) -> User:
    Authenticator.objects.filter(user=user).delete()
    return user


# The way in


def test_password_and_code_lead_to_the_page_that_was_asked_for(client):
    user = administrator()
    to_sign_in = client.get(LIST)
    assert to_sign_in["Location"] == f"{SIGN_IN}?{urlencode({'next': LIST})}"
    assert give_password(client, user.email.upper(), next_page=LIST)["Location"] == CODE
    assert client.get(LIST).status_code == 302
    answer = client.post(CODE, {"code": code_now()})
    assert answer["Location"] == LIST
    assert client.get(LIST).status_code == 200


def test_a_code_opens_one_door_once(client, django_user_model):
    user = administrator()
    code = code_now()
    give_password(client, user.email)
    assert client.post(CODE, {"code": code}).status_code == 302
    client.post("/admin/account/sign-out/")
    give_password(client, user.email)
    assert "That code is not right" in client.post(CODE, {"code": f"{code[:3]} {code[3:]}"}).text


def test_the_code_of_half_a_minute_ago_is_taken_and_an_older_one_is_not(client, monkeypatch):
    now = time.time()
    # Between making the code and sending it no half minute ends.
    monkeypatch.setattr(time, "time", lambda: now)
    user = administrator()
    give_password(client, user.email)
    assert client.post(CODE, {"code": code_now(later=-3)}).status_code == 200
    assert client.post(CODE, {"code": code_now(later=-1)}).status_code == 302


def test_a_recovery_code_works_once(client):
    user = administrator()
    codes = Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "a" * 80, "used_mask": 0})
    first = codes.wrap().get_unused_codes()[0]
    give_password(client, user.email)
    assert client.post(CODE, {"code": first})["Location"] == "/admin/"
    client.post("/admin/account/sign-out/")
    give_password(client, user.email)
    assert client.post(CODE, {"code": first}).status_code == 200


def test_the_page_asked_for_is_one_of_ours(client):
    user = administrator()
    give_password(client, user.email, next_page="https://elsewhere.example/")
    assert client.post(CODE, {"code": code_now()})["Location"] == "/admin/"


@pytest.mark.parametrize("email", ["known", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client, email):
    known = administrator().email
    answer = give_password(client, known if email == "known" else email, WRONG)
    assert "The e-mail address and the password do not go together" in answer.text
    assert f'value="{known if email == "known" else email}"' in answer.text


def test_a_closed_account_is_told_no_more_than_a_wrong_password(client):
    user = administrator(is_active=False)
    assert "do not go together" in give_password(client, user.email).text


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(client, monkeypatch):
    hashed = []
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.encode", lambda self, password, salt: hashed.append(password) or "argon2$x")
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.verify", lambda self, password, encoded: hashed.append(password) or False)
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.must_update", lambda self, encoded: False)
    user = administrator()
    hashed.clear()
    give_password(client, user.email, WRONG)
    known = len(hashed)
    give_password(client, "nobody@example.org", WRONG)
    assert known == len(hashed) - known == 1


def test_passwords_are_hashed_with_argon2():
    user = User.objects.create_user("ada@example.org", PASSWORD, name="Ada")
    assert user.password.startswith("argon2$argon2id$")


def test_there_is_no_signing_up(client):
    for path in ("signup/", "sign-up/", "email/", "social/", "login/code/"):
        answer = client.get(f"/admin/account/{path}")
        assert answer["Location"].startswith(SIGN_IN)
    signed_in(client, administrator())
    for path in ("signup/", "sign-up/", "email/", "social/", "login/code/"):
        assert client.get(f"/admin/account/{path}").status_code == 404


def test_the_stock_admins_own_pages_lead_to_ours(client):
    assert client.get("/admin/login/?next=/admin/")["Location"].startswith(f"{SIGN_IN}?next=")
    signed_in(client, administrator())
    assert client.get("/admin/logout/")["Location"] == "/admin/account/sign-out/"
    assert client.get("/admin/password_change/")["Location"] == "/admin/account/password/"


def test_whoever_has_no_role_is_told_so_and_not_sent_in_circles(client):
    signed_in(client, person())
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/account/"
    assert "You have no role at any office" in answer.text


# Lock-out


@pytest.mark.parametrize("email", ["known", "nobody@example.org"])
def test_five_wrong_passwords_lock_an_account_that_exists_and_one_that_does_not(client, email):
    known = administrator().email
    email = known if email == "known" else email
    for _attempt in range(5):
        assert "do not go together" in give_password(client, email, WRONG).text
    answer = give_password(client, email.upper(), PASSWORD)
    assert answer.status_code == 200
    assert "too many attempts. Wait a quarter of an hour" in answer.text


def test_another_host_name_of_ours_gives_no_further_attempts(client):
    user = administrator()
    for number in range(5):
        client.post(SIGN_IN, {"login": user.email, "password": WRONG}, headers={"Host": f"name-{number}.localhost"})
    assert "too many attempts" in client.post(SIGN_IN, {"login": user.email, "password": PASSWORD}, headers={"Host": "another.localhost"}).text


def test_the_lock_holds_for_a_quarter_of_an_hour_from_the_last_failure(client, monkeypatch):
    user = administrator()
    start = time.time()
    for minute in (0, 3, 6, 9, 12):
        monkeypatch.setattr("time.time", lambda minute=minute: start + minute * 60)
        give_password(client, user.email, WRONG)
    # A sliding window would open again now, a quarter of an hour after the first failure.
    monkeypatch.setattr("time.time", lambda: start + 15.5 * 60)
    assert "too many attempts" in give_password(client, user.email).text


def test_the_lock_ends_after_its_time(client, settings):
    settings.LOCK_OUT_SECONDS = 0
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "5/1s/key"}
    user = administrator()
    for _attempt in range(5):
        give_password(client, user.email, WRONG)
    time.sleep(1.1)
    assert give_password(client, user.email)["Location"] == CODE


def test_another_account_is_not_locked_with_it(client):
    one, other = administrator(), administrator()
    for _attempt in range(5):
        give_password(client, one.email, WRONG)
    assert give_password(client, other.email)["Location"] == CODE


@pytest.fixture
def few_failures(settings):
    """An address may fail three times; hashing thirty passwords would take long."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "3/15m/ip,5/15m/key"}


def test_one_address_is_stopped_after_its_failures_whoever_it_tries(client, few_failures):
    for number in range(3):
        give_password(client, f"nobody-{number}@example.org", WRONG)
    assert "too many attempts" in give_password(client, "somebody@example.org", WRONG).text
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert "do not go together" in give_password(client, "somebody@example.org", WRONG).text


@pytest.mark.parametrize(("proxies", "said"), [(0, "too many attempts"), (1, "do not go together")])
def test_a_forwarded_address_is_believed_from_our_own_proxy_only(client, few_failures, settings, proxies, said):
    settings.TRUSTED_PROXIES = proxies
    for number in range(3):
        client.post(SIGN_IN, {"login": f"nobody-{number}@example.org", "password": WRONG}, headers={"X-Forwarded-For": f"198.51.100.{number}"})
    answer = client.post(SIGN_IN, {"login": "somebody@example.org", "password": WRONG}, headers={"X-Forwarded-For": "198.51.100.200"})
    assert said in answer.text


def test_five_wrong_codes_lock_the_second_factor_too(client):
    user = administrator()
    give_password(client, user.email)
    for _attempt in range(5):
        assert "That code is not right" in client.post(CODE, {"code": "000000"}).text
    answer = client.post(CODE, {"code": code_now()})
    assert "too many attempts" in answer.text
    assert client.get(LIST).status_code == 302


def test_guessing_codes_is_no_faster_by_starting_again(client):
    user = administrator()
    for _attempt in range(5):
        give_password(client, user.email)
        client.post(CODE, {"code": "000000"})
        client.post("/admin/account/sign-out/")
    give_password(client, user.email)
    assert "too many attempts" in client.post(CODE, {"code": code_now()}).text


def test_five_wrong_passwords_of_somebody_signed_in_lock_them_as_well(client):
    user = signed_in(client, administrator(), at=time.time() - 600) and User.objects.latest("pk")
    for _attempt in range(5):
        client.post("/admin/account/confirm/", {"password": WRONG, "next": "/admin/account/second-factor/"})
    assert "too many attempts" in client.post("/admin/account/confirm/", {"password": PASSWORD, "next": "/admin/"}).text
    assert "too many attempts" in give_password(type(client)(), user.email).text


# What opens before all of it has been shown


def admin_addresses() -> dict[str, str]:
    """Every address under /admin/, by its name, with something in the place of each part that varies."""
    found = {}

    def walk(patterns, path, namespaces):
        for one in patterns:
            here = path + re.sub(r"^\^|\$$|\\Z", "", str(one.pattern))
            if isinstance(one, URLResolver):
                walk(one.url_patterns, here, [*namespaces, one.namespace] if one.namespace else namespaces)
            elif isinstance(one, URLPattern):
                name = ":".join([*namespaces, one.name or here])
                address = re.sub(r"\(\?P<url>\.\*\)", "anything/", here)
                address = re.sub(r"\(\?P<app_label>[^)]*\)", "collaboration", address)
                address = re.sub(r"\(\?P<\w+>[^)]*\)", "a1", address)
                found[name] = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: "1" if part[1] in ("int", "path", None) else "a", address)

    walk(get_resolver().url_patterns, "", [])
    return {name: address for name, address in found.items() if address.startswith("/admin/")}


def test_the_sweep_knows_the_addresses():
    addresses = admin_addresses()
    assert addresses["admin:index"] == "/admin/"
    assert addresses["admin:autocomplete"] == "/admin/autocomplete/"
    assert addresses["admin:collaboration_page_change"] == "/admin/collaboration/page/1/change/"
    assert len(addresses) > 80


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_password_every_address_leads_to_signing_in(client, method):
    for name, address in admin_addresses().items():
        answer = getattr(client, method)(address)
        if name not in SIGNING_IN:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(SIGN_IN), name


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_factor_every_address_leads_to_setting_one_up(client, method):
    user = without_factor(administrator())
    for name, address in admin_addresses().items():
        if name not in ENROLLING:
            answer = getattr(signed_in(client, user), method)(address)
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/admin/account/second-factor/choose/"), name


@pytest.mark.parametrize("method", ["get", "post"])
def test_with_a_factor_not_shown_every_address_asks_for_it(client, method):
    user = administrator()
    for name, address in admin_addresses().items():
        if name not in VERIFYING:
            answer = getattr(signed_in(client, user, with_factor=False), method)(address)
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/admin/account/second-factor/confirm/"), name


def test_a_factor_cannot_be_added_by_whoever_has_the_password_alone(client):
    user = administrator()
    signed_in(client, user, with_factor=False)
    for path in ("app/", "passkeys/add/", "recovery-codes/", "recovery-codes/new/", "app/remove/"):
        assert client.get(f"/admin/account/second-factor/{path}")["Location"].startswith("/admin/account/second-factor/confirm/")


def test_a_password_confirmed_again_is_no_second_factor(client):
    user = administrator()
    signed_in(client, user, with_factor=False)
    client.post("/admin/account/confirm/", {"password": PASSWORD, "next": LIST})
    assert client.get(LIST).status_code == 302


def test_the_code_shown_late_opens_the_desk(client):
    signed_in(client, administrator(), with_factor=False)
    there = client.get(LIST)["Location"]
    assert client.post(there.partition("?")[0], {"code": code_now(), "next": LIST})["Location"] == LIST
    assert client.get(LIST).status_code == 200


def test_records_of_somebody_else_in_the_session_count_for_nothing(client):
    signed_in(client, administrator())
    session = client.session
    session["account_authentication_methods_user"] = "0"
    session.save()
    assert client.get(LIST)["Location"].startswith(SIGN_IN)


# Setting up


def begin_enrolment(client) -> User:
    user = without_factor(administrator())
    assert give_password(client, user.email, next_page=LIST)["Location"] == LIST
    assert client.get(LIST)["Location"].startswith("/admin/account/second-factor/choose/")
    return user


def test_somebody_new_sets_up_an_app_and_is_in(client):
    user = begin_enrolment(client)
    page = client.get("/admin/account/second-factor/app/")
    secret = re.search(r"<code>(\w+)</code>", page.text)[1]
    picture = client.get(re.search(r'src="(/admin/account/second-factor/app/picture.svg[^"]*)"', page.text)[1])
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store, private"
    wrong = client.post("/admin/account/second-factor/app/", {"code": "000000"})
    assert secret in wrong.text
    done = client.post("/admin/account/second-factor/app/", {"code": code_now(secret)})
    assert done["Location"] == "/admin/account/second-factor/recovery-codes/"
    assert len(re.findall(r"<code>\d{8}</code>", client.get(done["Location"]).text)) == 10
    assert client.get(LIST).status_code == 200
    assert mail.outbox[-1].to == [user.email]
    assert "An authenticator app has been set up" in mail.outbox[-1].body


def test_recovery_codes_are_shown_once_and_can_be_saved_for_some_minutes(client):
    begin_enrolment(client)
    secret = re.search(r"<code>(\w+)</code>", client.get("/admin/account/second-factor/app/").text)[1]
    client.post("/admin/account/second-factor/app/", {"code": code_now(secret)})
    shown = re.findall(r"<code>(\d{8})</code>", client.get("/admin/account/second-factor/recovery-codes/").text)
    file = client.get("/admin/account/second-factor/recovery-codes/file/")
    assert file["Content-Disposition"].startswith("attachment")
    assert re.findall(r"\b\d{8}\b", file.text) == shown
    again = client.get("/admin/account/second-factor/recovery-codes/").text
    assert not [code for code in shown if code in again]
    codes = Authenticator.objects.get(type="recovery_codes")
    codes.data["viewed_at"] -= 3600
    codes.save()
    assert client.get("/admin/account/second-factor/recovery-codes/file/").status_code == 302


def test_the_picture_is_there_only_while_an_app_is_set_up(client):
    signed_in(client, administrator())
    assert client.get("/admin/account/second-factor/app/picture.svg").status_code == 404


def test_changing_a_factor_some_minutes_after_signing_in_asks_for_the_password(client):
    signed_in(client, administrator(), at=time.time() - 600)
    answer = client.get("/admin/account/second-factor/app/remove/")
    assert answer["Location"].startswith("/admin/account/confirm/")
    assert client.post("/admin/account/second-factor/app/remove/")["Location"].startswith("/admin/account/confirm/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_removing_the_last_factor_shuts_the_desk(client):
    user = administrator()
    signed_in(client, user)
    client.post("/admin/account/second-factor/app/remove/")
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get(LIST)["Location"].startswith("/admin/account/second-factor/choose/")
    # What was shown with the old factor does not count for a new one that appears by another way.
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    assert client.get(LIST)["Location"].startswith("/admin/account/second-factor/confirm/")


@pytest.mark.parametrize("credential", ["", "null", "[]", "{}", '"x"', "{", '{"id":1}', '{"id":"x","rawId":"x","type":"public-key","response":{}}', '{"response":{"clientDataJSON":"!!","attestationObject":"!!"}}', '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA","authenticatorData":"AA","signature":"AA"}}'])
@pytest.mark.parametrize("path", ["passkeys/add/", "code/", "passkeys/confirm/"])
def test_a_broken_passkey_is_refused_and_never_an_error(client, path, credential):
    user = administrator()
    if path == "code/":
        give_password(client, user.email)
    else:
        signed_in(client, user)
    client.get(f"/admin/account/second-factor/{path}")
    assert client.post(f"/admin/account/second-factor/{path}", {"credential": credential, "name": "key"}).status_code in (200, 302)
    assert Authenticator.objects.filter(user=user).count() == 1


# What ends a session


def test_half_an_hour_of_rest_ends_a_session_and_says_so(client):
    signed_in(client, administrator(), at=time.time() - 31 * 60)
    answer = client.get(f"{LIST}?q=a", follow=True)
    assert answer.redirect_chain == [(f"{SIGN_IN}?{urlencode({'next': f'{LIST}?q=a', 'ended': 'yes'})}", 302)]
    assert "You have been signed out" in answer.text
    assert f'value="{LIST}?q=a"' in answer.text


def test_somebody_who_was_never_signed_in_is_not_told_it_has_ended(client):
    assert "ended" not in client.get(LIST)["Location"]
    give_password(client, administrator().email)
    assert "ended" not in client.get(LIST)["Location"]


def test_a_click_now_and_then_keeps_a_session_until_eight_hours_are_over(client):
    signed_in(client, administrator(), at=time.time() - 7.9 * 3600)
    session = client.session
    session["seen_at"] = time.time() - 29 * 60
    session.save()
    assert client.get(LIST).status_code == 200
    signed_in(client, administrator(), at=time.time() - 8.1 * 3600)
    session = client.session
    session["seen_at"] = time.time()
    session.save()
    assert client.get(LIST).status_code == 302


def test_confirming_the_password_does_not_prolong_the_eight_hours(client):
    signed_in(client, administrator(), at=time.time() - 7.9 * 3600)
    session = client.session
    session["seen_at"] = time.time()
    session.save()
    assert client.post("/admin/account/confirm/", {"password": PASSWORD, "next": LIST})["Location"] == LIST
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 0.2 * 3600
    session.save()
    assert client.get(LIST).status_code == 302


def test_a_request_writes_the_session_once_a_minute_at_most(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    signed_in(client, administrator())
    client.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert [one["sql"] for one in queries if not one["sql"].startswith("SELECT")] == []


ENDINGS = {
    "a role is added": lambda user: join(user, "writer", "derbyshire-opcc"),
    "a role is changed": lambda user: change_role(user),
    "a role is removed": lambda user: user.memberships.get().delete(),
    "roles are removed many at a time": lambda user: user.memberships.all().delete(),
    "roles are changed many at a time": lambda user: Membership.objects.filter(user=user).update(role="publisher"),
    "the account is closed": lambda user: close(user),
    "the account is closed and opened again": lambda user: reopen(user),
    "the password changes": lambda user: change_password(user),
    "they are signed out everywhere": lambda user: user.end_sessions(),
}


def change_role(user):
    one = user.memberships.get()
    one.role = "manager"
    one.save()


def close(user):
    user.is_active = False
    user.save()


def reopen(user):
    close(user)
    user.is_active = True
    user.save()


def change_password(user):
    user.set_password("another walnut on the Trent")
    user.save()


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_a_session_ends_when(client, ending):
    user = member("writer", "programme")
    signed_in(client, user)
    assert client.get("/admin/").status_code == 200
    ending(user)
    assert client.get("/admin/")["Location"].startswith(SIGN_IN)


def test_a_person_read_before_their_sessions_were_ended_does_not_bring_them_back(client):
    user = member("writer", "programme")
    signed_in(client, user)
    stale = User.objects.get(pk=user.pk)
    User.objects.get(pk=user.pk).end_sessions()
    stale.name = "A new name"
    stale.save()
    assert User.objects.get(pk=user.pk).name == "A new name"
    assert client.get("/admin/").status_code == 302


def test_a_factor_changed_here_ends_the_sessions_elsewhere_and_not_this_one(client):
    user = administrator()
    elsewhere = signed_in(type(client)(), user)
    signed_in(client, user)
    client.post("/admin/account/second-factor/recovery-codes/new/")
    assert client.get(LIST).status_code == 200
    assert elsewhere.get(LIST).status_code == 302


def test_a_password_changed_here_ends_the_sessions_elsewhere_and_not_this_one(client):
    user = administrator()
    elsewhere = signed_in(type(client)(), user)
    signed_in(client, user)
    new = "another walnut on the Trent"
    answer = client.post("/admin/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer["Location"] == "/admin/account/"
    assert client.get(LIST).status_code == 200
    assert elsewhere.get(LIST).status_code == 302
    assert "The password of your account" in mail.outbox[-1].body


def test_sign_out_everywhere_ends_every_session(client):
    user = administrator()
    elsewhere = signed_in(type(client)(), user)
    signed_in(client, user)
    assert client.get("/admin/account/sign-out-everywhere/").status_code == 405
    assert client.post("/admin/account/sign-out-everywhere/")["Location"] == SIGN_IN
    assert client.get(LIST).status_code == 302
    assert elsewhere.get(LIST).status_code == 302


def test_signing_out_needs_a_press_not_a_link(client):
    signed_in(client, administrator())
    assert client.get("/admin/account/sign-out/").status_code == 200
    assert client.get(LIST).status_code == 200
    client.post("/admin/account/sign-out/")
    assert client.get(LIST).status_code == 302


def test_a_form_sent_too_late_is_shown_to_whoever_keeps_it(client):
    from django.http import HttpResponse

    def keeper(request):
        return HttpResponse(f"kept {request.POST['title']}") if "title" in request.POST else None

    keepers_of_lost_posts.insert(0, keeper)
    try:
        assert client.post(f"{LIST}add/", {"title": "Hours of work"}).text == "kept Hours of work"
        assert client.post(f"{LIST}add/", {})["Location"].startswith(SIGN_IN)
    finally:
        keepers_of_lost_posts.remove(keeper)


# A forgotten password


FORGOTTEN = "/admin/account/password/forgotten/"


def link_in(message) -> str:
    return re.search(r"(/admin/account/password/choose/\S+)", message.body)[1]


def test_a_link_to_choose_a_password_works_once_and_leaves_the_second_factor(client):
    user = administrator()
    client.post(FORGOTTEN, {"email": user.email.upper()})
    assert mail.outbox[-1].to == [user.email]
    form = client.get(link_in(mail.outbox[-1]), follow=True)
    new = "another walnut on the Trent"
    assert client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})["Location"] == "/admin/account/password/chosen/"
    assert "This link no longer works" in type(client)().get(link_in(mail.outbox[0]), follow=True).text
    assert give_password(client, user.email, new)["Location"] == CODE


def test_known_and_unknown_addresses_get_the_same_answer_and_a_letter_each(client):
    user = administrator()
    answers = [client.post(FORGOTTEN, {"email": email}, follow=True) for email in (user.email, "nobody@example.org")]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    pages = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text) for answer in answers]
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [[user.email], ["nobody@example.org"]]
    assert "/password/choose/" not in mail.outbox[1].body


def test_a_link_is_out_of_date_after_a_day(client, settings, monkeypatch):
    from datetime import datetime, timedelta

    user = administrator()
    client.post(FORGOTTEN, {"email": user.email})
    later = datetime.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: later)
    assert "This link no longer works" in client.get(link_in(mail.outbox[-1]), follow=True).text


def test_whoever_chooses_a_new_password_is_no_longer_locked_out(client):
    user = administrator()
    for _attempt in range(5):
        give_password(client, user.email, WRONG)
    client.post(FORGOTTEN, {"email": user.email})
    form = client.get(link_in(mail.outbox[-1]), follow=True)
    new = "another walnut on the Trent"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert give_password(client, user.email, new)["Location"] == CODE


def test_a_fourth_letter_within_an_hour_is_not_sent(client):
    user = administrator()
    answers = [client.post(FORGOTTEN, {"email": user.email}) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Too many attempts" in answers[-1].text
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short one", "at least 14 characters"), ("12345678901234567890", "too common"), ("qwertyuiopasdfghjkl", "something added"),
        ("Password2026!!!!", "something added"), ("!liverpoolliverpool", "something added"), ("aaaaaaaaaaaaaabbb", "something added"),
        ("NewAdmin@example.org", "too similar"),
    ],
)  # fmt: skip
def test_a_poor_password_is_refused_with_the_reason(client, password, reason):
    client.post(FORGOTTEN, {"email": administrator("new.admin@example.org").email})
    form = client.get(link_in(mail.outbox[-1]), follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    assert answer.status_code == 200
    assert reason in answer.text


def test_offices_have_no_staff_door_of_their_own(client):
    office = publisher()
    assert client.get(f"{office.root}admin/account/sign-in/").status_code == 404
    assert client.get(f"{office.root}admin/").status_code == 404
