"""The pages of a pass. The release's words are shown in answer to a button, and to no address that is merely opened.

What opens an address unasked – a robot that makes a preview of a link, a scanner of mail – sends GET or HEAD and
learns for whom the pass is. A browser says of each request where it began (`Sec-Fetch-Site`), so the page behind
the button may be reloaded and gone back to; where a browser does not say, the button's own answer is the page.
"""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collaboration.editorial.preview import never_kept
from collaboration.files.serving import serve

from .devices import device_in_words
from .models import EmbargoPass, PassOpening
from .passing import is_open, is_proof, pass_of, proof_of, token_of
from .reading import context_of, documents_of, pictures_of, text_for, watermark_of

Deed = PassOpening.Deed


def under_embargo(view):
    """The view for the pass that the address names. One closed, unknown or of another site answers alike; of a release that is out, with the way to it."""

    @csrf_exempt  # a token would need a cookie, and nobody can send this form who does not know the address
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args, **kwargs) -> HttpResponse:
        one = pass_of(token, request.publisher)
        if one is not None and one.release.is_live():
            return never_kept(redirect(one.release.get_absolute_url()))
        if one is None or not is_open(one):
            return never_kept(render(request, "passes/closed.html", status=404))
        return never_kept(view(request, one, *args, **kwargs))

    return guarded


def once_accepted(view):
    """The view for whoever has accepted the terms in the last hours and comes from a page of ours; anybody else is asked to accept them."""

    @wraps(view)
    def guarded(request: HttpRequest, one: EmbargoPass, proof: str, *args, **kwargs) -> HttpResponse:
        if not (is_proof(one, proof) and began_here(request)):
            return redirect("passes:entrance", token_of(one))
        return view(request, one, proof, *args, **kwargs)

    return guarded


def began_here(request: HttpRequest) -> bool:
    """Whether somebody pressed something on a page of ours. A copied address, wherever it is opened, was not pressed here."""
    return request.method == "POST" or (request.method == "GET" and says_it_began_here(request))


def says_it_began_here(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def note_opening(one: EmbargoPass, deed: str, request: HttpRequest, what: str = "") -> None:
    """Write down what was done, and with what kind of device."""
    device = device_in_words(request.headers.get("User-Agent", ""))
    PassOpening.objects.create(embargo_pass=one, deed=deed, what=what[:200], device=device[:40])


@under_embargo
def entrance(request: HttpRequest, one: EmbargoPass) -> HttpResponse:
    """For whom the pass is, until when the embargo lasts, the terms, and the button that accepts them."""
    if request.method != "POST" or request.POST.get("accept") != "yes":
        return render(request, "passes/entrance.html", {"pass": one, "release": one.release, "token": token_of(one)})
    note_opening(one, Deed.ACCEPTED, request)
    proof = proof_of(one)
    if says_it_began_here(request):
        return HttpResponseRedirect(reverse("passes:opened", args=[token_of(one), proof]), status=303)
    return page(request, one, proof)


@under_embargo
@once_accepted
def opened(request: HttpRequest, one: EmbargoPass, proof: str) -> HttpResponse:
    """The release, with its reader's name across it."""
    return page(request, one, proof)


def page(request: HttpRequest, one: EmbargoPass, proof: str) -> HttpResponse:
    note_opening(one, Deed.READ, request)
    token = token_of(one)
    files_at = reverse("passes:opened", args=[token, proof]) + "pictures/"
    context = {**context_of(one.release), "pass": one, "token": token, "proof": proof, "files_at": files_at, "watermark": watermark_of(one)}
    for picture in context["pictures"]:
        picture.files_at = files_at
    return render(request, "passes/release.html", context)


@under_embargo
@once_accepted
def text(request: HttpRequest, one: EmbargoPass, proof: str) -> HttpResponse:
    """The release as a file of plain text."""
    note_opening(one, Deed.TEXT, request)
    headers = {"Content-Disposition": 'attachment; filename="under-embargo.txt"'}
    return HttpResponse(text_for(one, request), content_type="text/plain; charset=utf-8", headers=headers)


@under_embargo
@once_accepted
def picture(request: HttpRequest, one: EmbargoPass, proof: str, slug: str, width: int, ending: str) -> HttpResponse:
    """A picture of the release in one of its sizes. Those that the page itself shows are no taking."""
    found = pictures_of(one.release).filter(slug=slug).first()
    stored = found.stored(width, ending) if found else ""
    if not stored:
        raise Http404("no such picture")
    if request.headers.get("Sec-Fetch-Dest") != "image":
        note_opening(one, Deed.FILE, request, found.title)
    return serve(request, stored, {"jpg": "jpeg"}.get(ending, ending), f"{slug}-{width}", at_the_desk=True)


@under_embargo
@once_accepted
def document(request: HttpRequest, one: EmbargoPass, proof: str, slug: str) -> HttpResponse:
    """A document of the release."""
    found = documents_of(one.release).filter(slug=slug).first()
    if found is None:
        raise Http404("no such document")
    note_opening(one, Deed.FILE, request, found.title)
    return serve(request, found.file.name, found.file_type.lower(), found.slug, at_the_desk=True)
