"""Dates as far as they are known: a year, a month, a day, or one of two.

Sources about the past say “in 2010”, “September 2011” or, between them, “2001 or 2002”. Such a date
is kept as text in the order of ISO 8601 (`2010`, `2011-09`, `2012-01-20`, `2001 or 2002`), which
sorts as it should, and is turned into words here.
"""

import re
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FORMS = ("%Y", "%Y-%m", "%Y-%m-%d")
SHAPE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
WORDS = {4: "Y", 7: "F Y", 10: "j F Y"}


def validate_partial_date(value: str) -> None:
    """Raises ValidationError unless the value is a year, a month, a day, or two of them with “or”."""
    for part in value.split(" or "):
        try:
            if not SHAPE.fullmatch(part):
                raise ValueError
            first_day(part)
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a date we can read: write 2010, 2011-09, 2012-01-20 or “2001 or 2002”."),
                params={"value": value},
            ) from None


def first_day(part: str) -> date:
    """The first day that a year, month or day covers; raises ValueError if there is no such day."""
    numbers = [int(number) for number in part.split("-")]
    return date(*numbers, *[1] * (3 - len(numbers)))


def date_in_words(value: str) -> str:
    """“September 2011” for `2011-09`, “2001 or 2002” for `2001 or 2002`; empty for nothing."""
    return in_words(value, get_language()) if value else ""


@lru_cache(maxsize=2000)
def in_words(value: str, _language: str | None) -> str:
    """The same, written once: pages of figures and people have hundreds, and few different ones."""
    return " or ".join(format_date(first_day(part), WORDS[len(part)]) for part in value.split(" or "))


def year_of(value: str) -> str:
    """The year a partial date begins with."""
    return value[:4]


class PartialDateField(models.CharField):
    """A date as far as it is known, kept as sortable text; see the module for its forms.

    A model with a field `since` has `since_in_words` too, for people to read.
    """

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 24)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, f"{name}_in_words", property(lambda record: date_in_words(getattr(record, name))))
