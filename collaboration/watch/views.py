"""The answers to whoever watches. None of them is ever stored, and none tells a version, a path or a name."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

NOT_KEPT = {"Cache-Control": "no-store"}


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """That the process answers. Nothing is asked of the database: one that is away is no reason to start us anew."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers=NOT_KEPT)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether all is well that the site stands on: 200, or 503 and which it is. Why, the log says and this does not, for anybody may ask."""
    # Loaded when somebody first asks, not whenever a process starts.
    from .standing import CHECKS, lookout

    found = lookout.see()
    checks = [{"name": one.name, "ok": found[one.name].ok, "milliseconds": round(found[one.name].seconds * 1000, 1), "decides": one.decides} for one in CHECKS]
    is_ready = all(one["ok"] for one in checks if one["decides"])
    return JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503, headers=NOT_KEPT)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; to anybody without the token there is no such page."""
    if not (settings.METRICS and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")):
        raise Http404("figures are for whoever has the token")
    from .figures import CONTENT_TYPE, exposition

    return HttpResponse(exposition(), content_type=CONTENT_TYPE, headers=NOT_KEPT)
