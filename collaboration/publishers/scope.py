"""Which sites an address exists on."""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse


def programme_only(view):
    """The view, found on the programme's site and nowhere else."""

    @wraps(view)
    def scoped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.publisher.is_programme:
            raise Http404("only on the programme's site")
        return view(request, *args, **kwargs)

    # Read by the checks before publishing, which tell links that lead nowhere without running a view.
    scoped.is_programme_only = True
    return scoped
