"""Lock-out: five failures in a row for one account, and the door stays shut to it for a quarter of an hour.

allauth counts failures in the cache, which is a table so that all processes count together. Its window
slides: it would open again a quarter of an hour after the *first* failure. Here the lock is measured from
the fifth. An address nobody has is counted like any other, so that the answer tells nothing.
"""

import hashlib

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SENTENCE = _("There have been too many attempts. Wait a quarter of an hour and try again, or ask for a new password.")


def name_of(key: str) -> str:
    """Under which name the cache holds the lock of an account."""
    return f"locked-out:{hashlib.sha256(key.encode()).hexdigest()}"


def refuse_locked(key: str, adapter) -> None:
    """Raise ValidationError, in a plain sentence, while the account is locked."""
    if cache.get(name_of(key)):
        raise adapter.validation_error("too_many_login_attempts")


def note_failure(request: HttpRequest, key: str) -> None:
    """Lock the account if this failure was the last that its limit allows."""
    # Only the account's own limit: that of an address is many people's.
    limits = {"login_failed": settings.FAILURES_OF_ONE_ACCOUNT}
    if not ratelimit.consume(request, app="allauth.account", action="login_failed", config=limits, key=key, dry_run=True):
        cache.set(name_of(key), True, settings.LOCK_OUT_SECONDS)


def forgive(request: HttpRequest, key: str) -> None:
    """Open the lock: the person has shown in another way who they are."""
    cache.delete(name_of(key))
    ratelimit.clear(request, app="allauth.account", action="login_failed", key=key)
