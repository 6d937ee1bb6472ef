"""Where the staff door stands, and what becomes of a form that was sent when nobody was signed in any more."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

DOOR = "/admin/"

Keeper = Callable[[HttpRequest], HttpResponse | None]
keepers_of_lost_posts: list[Keeper] = []


def at_the_staff_door(request: HttpRequest) -> bool:
    """Whether a request is for the staff's side: under /admin/ on the programme's site."""
    return request.path_info.startswith(DOOR) and getattr(request.publisher, "is_programme", True)


def keeps_lost_posts(keeper: Keeper) -> Keeper:
    """Register a function that is shown every form sent without a session; it answers, or says None to leave it."""
    keepers_of_lost_posts.append(keeper)
    return keeper


def on_lost_post(request: HttpRequest) -> HttpResponse | None:
    """The answer of the first room that takes care of this form, or None."""
    answers = (keeper(request) for keeper in keepers_of_lost_posts)
    return next((answer for answer in answers if answer is not None), None)
