"""What makes a long password a poor one: where length is asked for, people dress a common one up until it fits."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RUNS = ("qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890123456789")
TRIMMINGS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
FEWEST_DIFFERENT = 6


def repeated(text: str) -> str:
    """The shortest text that this one is a repetition of: of “hullohullo”, “hullo”."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * len(text))[: len(text)] == text:
            return text[:length]
    return text


class DressedUpValidator:
    """Refuses a common password that was repeated or trimmed with figures and signs, and runs along the keyboard."""

    def __init__(self):
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user=None) -> None:
        plain = password.lower().strip()
        core = TRIMMINGS.sub("", plain)
        poor = [repeated(plain) in self.common, repeated(core) in self.common, len(set(plain)) < FEWEST_DIFFERENT]
        poor += [bool(one) and any(one in run or one in run[::-1] for run in RUNS) for one in (plain, core)]
        if any(poor):
            raise ValidationError(_("This is a common password with something added. Take four words that do not belong together."), code="password_dressed_up")

    def get_help_text(self) -> str:
        return _("A common password with figures or signs added is still common.")
