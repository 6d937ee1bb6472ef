"""The key that a form carries from its showing to its sending.

It says that we made the form and when, so that what comes back within a blink or a day later is not
taken; and its secret part, kept with the enquiry, says that one form is received once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.crypto import get_random_string

TOO_QUICK = timedelta(seconds=2)
TOO_OLD = timedelta(hours=24)
LOOKS_LIKE_ONE = re.compile(r"[A-Za-z0-9]{22}\.\d{1,16}:[\w-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class FormKey:
    """One showing of one form. A key holds for the form and the site named as its purpose, no other."""

    secret: str
    made_at: datetime

    @classmethod
    def new(cls, at: datetime | None = None) -> FormKey:
        return cls(get_random_string(22), at or timezone.now())

    @classmethod
    def read(cls, text: str, purpose: str) -> FormKey | None:
        """The key that was signed for this purpose; None for anything we did not write."""
        if not LOOKS_LIKE_ONE.fullmatch(text):
            return None
        try:
            secret, _, moment = Signer(salt=purpose).unsign(text).partition(".")
        except BadSignature:
            return None
        return cls(secret, datetime.fromtimestamp(int(moment) / 1000, timezone.get_default_timezone()))

    def signed(self, purpose: str) -> str:
        """The key as the form carries it; the moment is in milliseconds."""
        return Signer(salt=purpose).sign(f"{self.secret}.{int(self.made_at.timestamp() * 1000)}")

    def is_too_quick(self, at: datetime) -> bool:
        """Whether nobody could have typed the form since it was shown."""
        return at - self.made_at < TOO_QUICK

    def is_too_old(self, at: datetime) -> bool:
        return at - self.made_at > TOO_OLD
