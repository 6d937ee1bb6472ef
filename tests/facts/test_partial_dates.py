"""Dates as far as they are known."""

import pytest
from django.core.exceptions import ValidationError

from collaboration.partial_dates import date_in_words, validate_partial_date


@pytest.mark.parametrize(
    ("kept", "words"),
    [("2010", "2010"), ("2011-09", "September 2011"), ("2012-01-20", "20 January 2012"), ("2001 or 2002", "2001 or 2002"), ("", "")],
)
def test_a_date_is_said_as_far_as_it_is_known(kept, words):
    assert date_in_words(kept) == words


@pytest.mark.parametrize("kept", ["2010", "2011-09", "2012-02-29", "2001 or 2002"])
def test_a_good_date_is_taken(kept):
    validate_partial_date(kept)


@pytest.mark.parametrize("kept", ["10", "2011-13", "2011-02-30", "2011-9", "soon", "2001 or", "2001 or soon", "0000", "20011"])
def test_a_bad_date_is_refused_with_advice(kept):
    with pytest.raises(ValidationError, match="2010"):
        validate_partial_date(kept)


def test_partial_dates_sort_as_they_should():
    assert sorted(["2012-01-20", "2012", "2011-09", "2001 or 2002", "2011"]) == ["2001 or 2002", "2011", "2011-09", "2012", "2012-01-20"]
