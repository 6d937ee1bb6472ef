"""The one place that decides who may do what. Where nothing says yes, the answer is no."""

from collaboration.publishers.models import Publisher

from .models import Membership, User

Role = Membership.Role

# What each role may do for its own office. What is not here, a programme administrator alone may do.
ALLOWED = {
    "view": {Role.WRITER, Role.PUBLISHER, Role.MANAGER},
    "write": {Role.WRITER, Role.PUBLISHER},
    "publish": {Role.PUBLISHER},
    "manage": {Role.MANAGER},
    "read enquiries": {Role.PUBLISHER, Role.MANAGER},
    "tend": {Role.PUBLISHER, Role.MANAGER},  # old addresses and outside links
}
# What belongs to no office in particular (a source, a force area) is the programme's.
PROGRAMME = "programme"


def can(user: User, action: str, thing) -> bool:
    """Whether the person may do this to that thing.

    A thing is an office (a publisher or its number) or whatever has a publisher; the kind of a shared
    record, or one without a publisher, stands for the programme.
    """
    if thing is None or not may_work(user):
        return False
    office = office_of(thing)
    if user.is_superuser or administers(user):
        return True
    return any(
        member.publisher.is_programme if office == PROGRAMME else member.publisher_id == office
        for member in memberships(user)
        if member.role in ALLOWED.get(action, ())
    )


def office_of(thing) -> int | str | None:
    """The number of the office a thing belongs to, or PROGRAMME; None for a thing not yet given to one."""
    if isinstance(thing, int):
        return thing
    if isinstance(thing, Publisher):
        return thing.pk
    if isinstance(thing, type) or not hasattr(thing, "publisher_id"):
        return PROGRAMME
    return thing.publisher_id


def may_work(user: User) -> bool:
    """Whether this is somebody signed in whose account is in use."""
    return bool(user.is_authenticated and user.is_active)


def everywhere(user: User) -> bool:
    """Whether the person acts for every office."""
    return may_work(user) and (user.is_superuser or administers(user))


def allowed(user: User, action: str) -> set[int]:
    """The numbers of the offices for which a role of the person's own allows the action; see also `everywhere`."""
    if not may_work(user):
        return set()
    return {member.publisher_id for member in memberships(user) if member.role in ALLOWED.get(action, ())}


def programme_of(user: User) -> int | None:
    """The number of the programme, if the person has a role there."""
    return next((member.publisher_id for member in memberships(user) if member.publisher.is_programme), None)


def administers(user: User) -> bool:
    """Whether the person is a programme administrator, who acts for every office."""
    return any(member.role == Role.ADMINISTRATOR and member.publisher.is_programme for member in memberships(user))


def memberships(user: User) -> list[Membership]:
    """The person's memberships, asked for once a request."""
    if not hasattr(user, "_memberships_known"):
        user._memberships_known = list(user.memberships.select_related("publisher")) if user.pk else []
    return user._memberships_known
