"""The one place that decides who may do what."""

from collaboration.publishers.models import Publisher

from .models import Membership, User

Role = Membership.Role

# What each role may do for its own publisher. What is not here may not be done.
ALLOWED = {
    "view": {Role.WRITER, Role.PUBLISHER, Role.MANAGER},
    "write": {Role.WRITER, Role.PUBLISHER},
    "publish": {Role.PUBLISHER},
    "manage": {Role.MANAGER},
    "read enquiries": {Role.PUBLISHER, Role.MANAGER},
}


def can(user: User, action: str, publisher: Publisher | int | None) -> bool:
    """Whether the person may do this for that publisher; no, where nothing says yes."""
    if not user.is_authenticated or not user.is_active or publisher is None:
        return False
    number = publisher if isinstance(publisher, int) else publisher.pk
    return user.is_superuser or number in allowed(user, action) or administers(user)


def allowed(user: User, action: str) -> set[int]:
    """The numbers of the publishers for which a role of the person's own allows the action."""
    roles = ALLOWED.get(action, set())
    return {member.publisher_id for member in memberships(user) if member.role in roles}


def administers(user: User) -> bool:
    """Whether the person is a programme administrator, who acts for every office."""
    return any(member.role == Role.ADMINISTRATOR and member.publisher.is_programme for member in memberships(user))


def memberships(user: User) -> list[Membership]:
    """The person's memberships, asked for once a request."""
    if not hasattr(user, "_memberships_known"):
        user._memberships_known = list(user.memberships.select_related("publisher"))
    return user._memberships_known
