"""Every component with real and with extreme content, and the pages that no address leads to.

For development and tests alone: elsewhere its addresses answer 404. Each site has its own gallery, so
that the address chooses the theme: `/gallery/`, `/derbyshire-opcc/gallery/`.
"""

from functools import wraps
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collaboration.agreements.models import Agreement, Document, State
from collaboration.duties.models import State as DutyState
from collaboration.editorial.changes import Change
from collaboration.facts.models import Fact, Milestone, OfficeHolder
from collaboration.news.models import MediaContact, PressRelease
from collaboration.news.narrowing import ReleaseFilter
from collaboration.pages import tree
from collaboration.pages.models import Page
from collaboration.pictures.models import Picture
from collaboration.prose import Heading
from collaboration.publishers.models import Publisher
from collaboration.sources.models import Source
from collaboration.units.models import Unit
from collaboration.units.tree import Branch, tree_of

# As long as the fields allow, with a word that no line can hold.
LONG = (
    "Agreement between the five Chief Constables and the five Police and Crime Commissioners of the East Midlands about the "
    "collaborative provision of everything Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu needs"
)
LONG_TEXT = f"{LONG}. " * 3
UNSEEN = ("400", "403", "403_form", "404_bare", "408", "410", "500", "503")
# The same words in other languages, each of which says which it is.
SPOKEN = (("cy", "Yr heddlu"), ("pl", "Policja"), ("ur", "پولیس"))


class Specimen(forms.Form):
    """One of each control, as a form of ours shows it."""

    name = forms.CharField(label="Your name", help_text="As you want to be called.")
    email = forms.EmailField(label="E-mail address")
    phone = forms.CharField(label="Telephone number", required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    area = forms.ChoiceField(label=LONG, choices=[("", "Choose one"), ("long", LONG)])
    topic = forms.ChoiceField(label="What it is about", choices=[("a", "Something short"), ("b", LONG)], widget=forms.RadioSelect)
    also = forms.MultipleChoiceField(label="Also send it to", choices=[("a", "The force"), ("b", LONG)], widget=forms.CheckboxSelectMultiple)
    message = forms.CharField(label="Message", help_text=LONG, widget=forms.Textarea(attrs={"rows": 4}))


def where_wanted(view):
    """The view, found where the settings want a gallery and nowhere else."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.GALLERY:
            raise Http404("no gallery here")
        return view(request, *args, **kwargs)

    return never_cache(require_safe(shown))


@where_wanted
def gallery(request: HttpRequest) -> HttpResponse:
    """All components on one page, in the theme of the site."""
    publisher = request.publisher
    context = {
        "states": State,
        "duty_states": DutyState,
        "long": LONG,
        "long_text": LONG_TEXT,
        "spoken": SPOKEN,
        "form": Specimen({"email": "nobody", "topic": "b"}),
        "text": SimpleNamespace(html=f"An agreement that is kept as a record. {LONG_TEXT}"),
        "pages": Paginator(range(400), 20).page(7),
        **navigation(),
        **shared_records(publisher),
        **news(publisher),
    }
    return render(request, "front/gallery.html", context)


@where_wanted
def unseen(request: HttpRequest, name: str) -> HttpResponse:
    """A page that a visitor comes to only when something is wrong."""
    if name not in UNSEEN:
        raise Http404("no such page")
    return render(request, f"{name}.html", {"reason": LONG_TEXT, "is_form": True, "reference": "0123456789abcdef"})


def navigation() -> dict:
    """A trail, the chapters of a text and the pages of a section, as many and as long as they come."""
    pages = [Page(path=f"a/page-{number}/", title=f"Page {number}") for number in range(1, 30)]
    return {
        "trail": [Page(path="a/", title="A section"), Page(path="a/b/", title=LONG)],
        "headings": [Heading(2 + number % 2, f"Chapter {number}", "main") for number in range(1, 16)] + [Heading(2, LONG, "main")],
        "section": tree.tree_of([*pages[:3], Page(path="a/page-3/below/", title="A page below a page"), *pages[3:], Page(path="a/page-30/", title=LONG)]),
        "here": pages[2],
    }


def shared_records(publisher: Publisher) -> dict:
    """Agreements, units, figures and terms: those in the records and one of each that goes to the limit."""
    today = timezone.localdate()
    bare = Agreement(publisher=publisher, slug="none", title="Custody", function="Custody", scope="regional")
    long = Agreement(publisher=publisher, slug="none", title=LONG, function=LONG[:80], parties_not_stated=True, parties_words=LONG[:200], extended_until=today)
    source = Source(title=LONG, published_by="His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services", address=f"https://example.org/{'a' * 300}", dated="2013-11-12", note=LONG)
    unit = Unit(publisher=publisher, slug="none", name=LONG[:150], summary=LONG_TEXT, status=Unit.Status.ENDED)
    bare.force_slugs = long.force_slugs = unit.force_slugs = None
    return {
        "agreements": [*Agreement.objects.live().with_forces()[:3], bare, long],
        "sources": [*Source.objects.all()[:2], Source(title="A source without an address", published_by="A council"), source],
        "branches": [*tree_of(Unit.objects.live().with_forces())[1].branches, Branch(unit, [Branch(unit, [Branch(unit)])])],
        "facts": [*Fact.objects.live().select_related("source")[:2], Fact(key="none", value=LONG[:100], statement=LONG_TEXT[:400], as_at="2013", source=source)],
        "milestones": Milestone.objects.live()[:6],
        "terms": [*OfficeHolder.objects.live()[:2], OfficeHolder(name=LONG[:120], party="Independent", role_words=LONG[:150], note=LONG, as_at="2026-11-21")],
        "office": Publisher(kind="opcc", slug="none", name=LONG[:150]),
        "document": Document(publisher=publisher, slug="none", title=LONG[:200], file="a.pdf", dated=today, size=2_345_678, kind="report"),
    }


def news(publisher: Publisher) -> dict:
    """Releases and press contacts, real and at the limit."""
    now = timezone.now()
    long = PressRelease(publisher=publisher, slug="none", headline=LONG[:200], summary=LONG_TEXT[:400], publish_at=timezone.now())
    real = PressRelease.objects.live().newest_first().select_related("publisher")
    return {
        "releases": [*real[:2], PressRelease(publisher=publisher, slug="none", headline="Short", publish_at=timezone.now()), long],
        "changes": [Change(3, "correction", LONG_TEXT[:500], now), Change(2, "clarification", "Short.", now), Change(1, "update", "Longer.", now)],
        "press_pictures": [Picture(publisher=publisher, title="A tree", alt_text="A tree.", slug="none", width=900, height=600, form="jpg", widths="480 900", file="pictures/none/none.jpg"), Picture(publisher=publisher, title=LONG[:150], alt_text=LONG, caption=LONG_TEXT[:300], credit=LONG[:150], rights=LONG_TEXT[:300], slug="none", width=2400, height=1600, form="png", widths="480 960 1600", file="pictures/none/none.png")],
        "filter": ReleaseFilter({"topic": "forensics", "unit": "npas", "force": "nowhere"}, publisher=publisher),
        "topics": [("a", "Forensics"), ("b", LONG[:60])],
        "contacts": [MediaContact(name="Press office"), MediaContact(name="Out of hours too", phones="0800 000 0000 / 0800 000 0001", email="press@example.org", hours="Monday to Friday, 9am to 5pm", out_of_hours="0800 000 0002"), MediaContact(name=LONG[:120], phones="0800 000 0000", email=f"{'a' * 60}@example.org", hours=LONG[:120], out_of_hours=LONG[:200], as_issued_in=2013)],
    }
