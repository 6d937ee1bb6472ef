"""Letters of the nightly care: pages long past their review, agreements that end."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.accounts.models import Membership, User
from collaboration.agreements.ending import ends_soon
from collaboration.agreements.models import Agreement
from collaboration.pages.models import Page
from collaboration.pages.review import past_review
from collaboration.post.sending import post
from collaboration.publishers.models import Publisher

Role = Membership.Role
# For so long an overdue page is the business of its owner alone, who finds it on the desk.
GRACE = timedelta(days=14)


def members(role: str, publisher: Publisher) -> list[User]:
    """The people who have a role at an office and are still there."""
    return list(User.objects.filter(is_active=True, memberships__role=role, memberships__publisher=publisher).distinct().order_by("pk"))


def administrators() -> list[User]:
    """The programme's administrators."""
    return members(Role.ADMINISTRATOR, Publisher.objects.get(kind=Publisher.Kind.PROGRAMME))


def remind_of_overdue_pages(at: datetime | None = None) -> tuple[int, int]:
    """Tell the managers of each office, once a month, which pages are two weeks past their review; pages and letters.

    An office without a manager has its pages told to the programme's administrators.
    """
    at = at or timezone.now()
    month = timezone.localdate(at).strftime("%Y-%m")
    pages = letters = 0
    for office in Publisher.objects.all():
        overdue = list(Page.objects.of(office).filter(past_review(at, by=GRACE)).order_by("owner", "path"))
        pages += len(overdue)
        told = {"office": office, "pages": [(page, address_at_the_desk(page)) for page in overdue]}
        for person in (members(Role.MANAGER, office) or administrators()) if overdue else []:
            subject = _("%(office)s: pages past their review") % {"office": office.short_name}
            key = f"overdue-pages-{office.slug}-{person.pk}-{month}"
            letters += post(key, person.email, subject, "emails/overdue.txt", {**told, "person": person}) is not None
    return pages, letters


def remind_of_ending_agreements(at: datetime | None = None) -> tuple[int, int]:
    """Tell the programme's administrators, once for each end, which agreements end within 90 days; agreements and letters."""
    at = at or timezone.now()
    letters, ending = 0, list(Agreement.objects.filter(ends_soon(at)).select_related("publisher"))
    people = administrators() if ending else []
    for agreement in ending:
        told = {"agreement": agreement, "address": address_at_the_desk(agreement)}
        subject = _("An agreement ends soon: %(title)s") % {"title": agreement.title}
        for person in people:
            # An end that is moved is another end.
            key = f"ending-agreement-{agreement.pk}-{agreement.last_day}-{person.pk}"
            letters += post(key, person.email, subject, "emails/ending.txt", {**told, "person": person}) is not None
    return len(ending), letters


def address_at_the_desk(thing) -> str:
    """Where the thing is edited, as a whole address."""
    programme = Publisher.objects.get(kind=Publisher.Kind.PROGRAMME)
    return programme.reverse(f"admin:collaboration_{thing._meta.model_name}_change", object_id=thing.pk)
