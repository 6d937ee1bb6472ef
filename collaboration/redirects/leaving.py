"""Leaving a redirect behind where something of ours moves."""

from django.db import transaction

from collaboration.publishers.models import Publisher

from .models import Redirect, bare


def leave_redirect(publisher: Publisher, old_path: str, new_path: str, by=None, why: str = "") -> Redirect | None:
    """Make an old path of a site lead to a new one of the same site; None where they are the same.

    A redirect at the new path goes, for something stands there now: so moving there and back again
    leaves one redirect and no loop.
    """
    old, new = bare(old_path), bare(new_path)
    if old == new or not old:
        return None
    with transaction.atomic():
        Redirect.objects.filter(publisher=publisher, path=new).delete()
        earlier = Redirect.objects.select_for_update().filter(publisher=publisher, path=old).first()
        left = earlier or Redirect(publisher=publisher, path=old)
        left.target, left.made_by, left.why = f"site:/{new_path.lstrip('/')}", by, why[:200]
        left.save()
    return left
