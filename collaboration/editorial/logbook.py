"""What was done at the desk, who has to hear of it, and how they are told."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse

from collaboration.accounts.models import Membership, User
from collaboration.post.sending import post
from collaboration.publishers.models import Publisher

from .models import Publishable
from .revisions import Revision


def note(by: User, thing: Publishable, sentence: str) -> None:
    """Write a line into the history of a thing."""
    LogEntry.objects.log_actions(by.pk, [thing], CHANGE, change_message=sentence, single_object=True)


def publishers_of(office: int) -> list[User]:
    """The people who may publish for an office."""
    of_office = Membership.objects.filter(publisher=office, role=Membership.Role.PUBLISHER, user__is_active=True)
    return list(User.objects.filter(pk__in=of_office.values("user")))


def tell_publishers(revision: Revision, event: str, subject: str, besides: set[int]) -> None:
    """Write to the publishers of the office, save those besides, that a version waits for them. Its words stay at the desk."""
    root = Publisher.objects.get(kind=Publisher.Kind.PROGRAMME).root
    path = reverse(f"admin:collaboration_{revision.content_type.model}_publishing", args=[revision.object_id])
    told = {"revision": revision, "event": event, "address": root.rstrip("/") + path}
    for person in publishers_of(revision.publisher_id):
        if person.pk not in besides:
            post(f"{event}-{revision.pk}-{person.pk}", person.email, subject, "emails/revision.txt", {**told, "person": person})
