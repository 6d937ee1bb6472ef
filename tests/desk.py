"""People at the desk, for tests: members of offices with a password and an authenticator app, and how they sign in.

In tests with the database of the test run: `member(…)`, `administrator()`, `signed_in(client, user)`.
In tests against a running site, which has a database of its own: `cast(address, …)` makes people there,
and `browser_sign_in(page, address, person)` gives a browser the session of one of them.
"""

import base64
import functools
import hashlib
import hmac
import os
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from .errands import Errands

PASSWORD = "a walnut on the Trent 1930"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ROOT = Path(__file__).resolve().parent.parent
numbers = count(1)


@functools.cache
def hashed() -> str:
    """The password as the database keeps it; hashing takes its time on purpose, so once is enough."""
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def person(email: str = "", name: str = "", **fields):
    """Somebody with a password and an authenticator app, without any role."""
    from allauth.mfa.models import Authenticator

    from collaboration.accounts.models import User

    # Errands on a running site are processes of their own that count from one.
    email = email or f"person-{os.getpid()}-{next(numbers)}@example.org"
    user = User.objects.create(email=email, name=name or email.partition("@")[0].title(), password=hashed(), **fields)
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    return user


def member(role: str = "writer", of: str = "derbyshire-opcc", email: str = "", name: str = "", **fields):
    """Somebody with this role for the office of that slug. For more roles: `join(user, role, of)`."""
    user = person(email, name, **fields)
    join(user, role, of)
    return type(user).objects.get(pk=user.pk)


def join(user, role: str, of: str):
    """One more membership for somebody; it signs them out everywhere."""
    from collaboration.accounts.models import Membership
    from collaboration.publishers.models import Publisher

    return Membership.objects.create(user=user, role=role, publisher=Publisher.objects.get(slug=of))


def administrator(email: str = "", name: str = "", **fields):
    """A programme administrator."""
    return member("administrator", "programme", email, name, **fields)


def open_session(session, user, with_factor: bool = True, at: float | None = None) -> None:
    """Write into a session what signing in writes: who it is, and how they showed it, `at` that moment."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    user.refresh_from_db(fields=["session_stamp", "password"])
    at = time.time() if at is None else at
    factor = user.authenticator_set.exclude(type="recovery_codes").first()
    records = [{"method": "password", "at": at, "email": user.email}]
    records += [{"method": "mfa", "at": at, "id": factor.pk, "type": factor.type}] if with_factor and factor else []
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session["seen_at"] = at
    session.save()


def signed_in(client, user, with_factor: bool = True, at: float | None = None):
    """The test client, signed in as the person, with the second factor shown unless told otherwise."""
    from django.conf import settings

    session = client.session
    session.flush()
    session.create()
    open_session(session, user, with_factor, at)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def code_now(secret: str = SECRET, later: int = 0) -> str:
    """The six figures an authenticator app shows now, or so many half minutes later (RFC 6238)."""
    counter = (int(time.time()) // 30 + later).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@dataclass(frozen=True)
class OnSite:
    """Somebody in the database of a running site, and the key of a session of theirs."""

    pk: int
    email: str
    name: str
    session: str
    password: str = PASSWORD
    secret: str = SECRET


def cast(address, *wanted: tuple[str, str] | dict) -> list[OnSite]:
    """People made on a running site: ("publisher", "derbyshire-opcc"), or the arguments of `member` as a dict.

    `address` is what the fixture `running_site` gives. One call is one process, so ask for all at once.
    """
    asked = [{"role": one[0], "of": one[1]} if isinstance(one, tuple) else one for one in wanted]
    return [OnSite(**one) for one in on_site(address, "make_cast", asked)]


def on_site(address, function: str, *arguments, module: str = "tests.desk"):
    """What a function of a module of the tests returns when it is run with a running site's database; all of it as JSON."""
    return errands(str(address.var)).run(module, function, arguments)


errands = functools.cache(Errands)


def make_cast(wanted: list[dict]) -> list[dict]:
    """Run on the site: make these people, with sessions."""
    made = []
    for one in wanted:
        one.setdefault("email", f"{one.get('role', 'writer')}-{os.urandom(4).hex()}@example.org")
        user = member(**one)
        made.append({"pk": user.pk, "email": user.email, "name": user.name, "session": new_session(user.pk)})
    return made


def new_session(pk: int) -> str:
    """Run on the site: a new session of the person, by its key."""
    from django.contrib.sessions.backends.db import SessionStore

    from collaboration.accounts.models import User

    session = SessionStore()
    session.create()
    open_session(session, User.objects.get(pk=pk))
    return session.session_key


def browser_sign_in(page, address, who: OnSite) -> None:
    """Give the browser of a Playwright page the session of somebody on the running site."""
    page.context.add_cookies([{"name": "sessionid", "value": who.session, "domain": "127.0.0.1", "path": "/admin/", "httpOnly": True, "sameSite": "Lax"}])


def take_factors(pk: int) -> None:
    """Run on the site: the person has no second factor yet."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=pk).delete()
