"""From the written form of an address, `site:/news/` or `site:derbyshire-opcc/news/`, to where it leads."""

from django.urls import get_script_prefix

from .models import Publisher


def address_of(target: str, publishers: dict[str, Publisher]) -> str:
    """The address for what follows `site:` in a link: `/news/` of this site, `derbyshire-opcc/news/` of another; `#` for a site there is not."""
    slug, _stroke, path = target.partition("/")
    # Two strokes at the beginning, or one that leans back, would lead to a host of somebody else's.
    path = path.lstrip("/\\")
    if not slug:
        return get_script_prefix() + path
    return publishers[slug].root + path if slug in publishers else "#"


def leading_to(written: str, publishers: list[Publisher]) -> str:
    """Where a written address leads, seen from the site whose path is being answered: `site:…` or a whole address."""
    if not written.startswith("site:"):
        return written
    return address_of(written.removeprefix("site:"), {one.slug: one for one in publishers})
