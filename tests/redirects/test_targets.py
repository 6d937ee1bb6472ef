"""What an address of ours may look like where an editor writes one: nothing that a browser would read as another site's."""

import pytest
from django.core.exceptions import ValidationError

from collaboration.editorial.models import ADDRESS
from collaboration.redirects.models import TARGET

GOOD = ["site:/", "site:/news/", "site:derbyshire-opcc/news/a-release/", "https://www.example.org/page"]
BAD = ["site://evil.example/", "site:/\\evil.example/", "site:derbyshire-opcc//evil.example", "https:/\\evil.example", "javascript:alert(1)", "//evil.example/", "http://example.org/", "/news/", "site:/news/ x"]


@pytest.mark.parametrize("validator", [ADDRESS, TARGET])
@pytest.mark.parametrize("written", GOOD)
def test_an_address_of_ours_passes(validator, written):
    validator(written)


@pytest.mark.parametrize("validator", [ADDRESS, TARGET])
@pytest.mark.parametrize("written", BAD)
def test_what_could_lead_elsewhere_unseen_is_refused(validator, written):
    with pytest.raises(ValidationError):
        validator(written)
