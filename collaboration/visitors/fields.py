"""Fields for what strangers type: what cannot be stored or would forge a line is refused at the field.

Refused, not mended: the writer sees what was wrong and keeps what was typed. Only characters that
no page can show again are taken out of it.
"""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# U+FFFD stands where bytes were no UTF-8. Lone surrogates cannot be stored or shown at all.
UNREADABLE = "\ufffd\ud800-\udfff"
CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
LINE_ENDS = "\n\x0b\x0c\r\x85\u2028\u2029"
CANNOT_BE_SHOWN = re.compile(f"[{CONTROL}\ud800-\udfff]")
FOREIGN_LINE_ENDS = re.compile("\r\n|[\x0b\x0c\r\x85\u2028\u2029]")

UNREADABLE_MESSAGE = _("Some characters did not reach us whole. Delete the ones that look wrong and type them again.")


class CheckedField(forms.CharField):
    """Text without control characters and with nothing that did not decode."""

    refused = re.compile(f"[{CONTROL}{UNREADABLE}]")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        # A browser would cut off, without a word, what is pasted beyond the limit; we say so instead.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: str | None) -> str:
        """The text, its lines ended as ours are. Raises ValidationError for what may not stand in it."""
        if value and self.refused.search(value):
            raise ValidationError(UNREADABLE_MESSAGE, code="unreadable")
        return super().to_python(FOREIGN_LINE_ENDS.sub("\n", value or ""))

    def bound_data(self, data: str | None, initial: str) -> str:
        """What the field shows again."""
        return CANNOT_BE_SHOWN.sub("", data or "")


class LineField(CheckedField):
    """Text of one line. A line break in it would be the beginning of a forged header."""

    def to_python(self, value: str | None) -> str:
        if value and re.search(f"[{LINE_ENDS}]", value):
            raise ValidationError(_("Write this in one line."), code="line-break")
        return super().to_python(value)

    def bound_data(self, data: str | None, initial: str) -> str:
        return re.sub(f"[{LINE_ENDS}]+", " ", super().bound_data(data, initial))


class EmailLineField(LineField, forms.EmailField):
    """An e-mail address."""


class PhoneField(LineField):
    """A telephone number, however its writer groups it."""

    def validate(self, value: str) -> None:
        super().validate(value)
        digits = sum(unicodedata.category(character) == "Nd" for character in value)
        if value and not 5 <= digits <= 20:
            raise ValidationError(_("Enter a telephone number, with its area code."), code="invalid")
