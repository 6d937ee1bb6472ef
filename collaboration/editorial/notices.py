"""The notice that comes out with a bundle: put in its place by the first request after its moment, like a change to live text."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from collaboration.prose import plain
from collaboration.publishers.models import Publisher

from .bundles import Bundle
from .logbook import note


def put_up_notices(at: datetime) -> int:
    """Put every notice whose moment has come on its site, in place of the one that stands there; how many there were."""
    due = Bundle.objects.notice_due(at).select_for_update(of=("self",)).select_related("publisher", "scheduled_by").order_by("moment", "pk")
    return sum(put_up(bundle, at) for bundle in due)


def put_up(bundle: Bundle, at: datetime) -> bool:
    """Put up one; what it takes the place of is written into the history of the office."""
    office = Publisher.objects.select_for_update(of=("self",)).get(pk=bundle.publisher_id)
    before = plain(office.notice)
    office.notice, office.notice_from, office.notice_until = bundle.notice, bundle.moment, bundle.notice_until
    office.save(update_fields=["notice", "notice_from", "notice_until"])
    bundle.notice_put_in_at = at
    bundle.save(update_fields=["notice_put_in_at"])
    said = _("The notice of the bundle “%(bundle)s” came out.") % {"bundle": bundle}
    note(bundle.scheduled_by, office, said if not before else said + " " + _("Before it stood: %(before)s") % {"before": before})
    return True


def read_again(publishers: Iterable[Publisher]) -> None:
    """Give these publishers the notices that have just come out."""
    notices = {pk: rest for pk, *rest in Publisher.objects.values_list("pk", "notice", "notice_from", "notice_until")}
    for one in publishers:
        one.notice, one.notice_from, one.notice_until = notices[one.pk]
