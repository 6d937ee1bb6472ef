"""What a load of fixtures has changed under the desk's hands, entered in the histories."""

from django.utils import timezone
from django.utils.translation import gettext as _

from . import snapshots
from .drafting import next_number
from .revisions import Revision


def take_in_changed_rows() -> int:
    """Give every row that no longer says what was published last a version that does; returns how many.

    Without it the next editor would begin from the version before, and publish the load away unseen.
    """
    taken_in = 0
    things = Revision.objects.filter(published_at__isnull=False).order_by().values_list("content_type", "object_id").distinct()
    for kind, number in things:
        newest = Revision.objects.filter(content_type=kind, object_id=number, published_at__isnull=False).first()
        thing = newest.model._base_manager.filter(pk=number).first()
        fields = snapshots.snapshot(thing) if thing else newest.fields
        if fields == newest.fields:
            continue
        Revision.objects.create(
            publisher_id=thing.publisher_id, thing=thing, number=next_number(thing), title=str(thing)[:300], fields=fields,
            why=_("Loaded from the fixtures."), published_at=timezone.now(),
        )  # fmt: skip
        taken_in += 1
    return taken_in
