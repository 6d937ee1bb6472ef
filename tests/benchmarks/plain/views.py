"""A release and the list of them, as generic views."""

import json

from django import forms
from django.db.models import Count, Prefetch, Q
from django.db.models.functions import TruncYear
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, ListView

from .models import Agreement, Document, Force, Picture, PressRelease, Publisher, Topic, Unit


def live(model):
    now = timezone.now()
    return model.objects.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=now), publish_at__lte=now)


def releases_of(site):
    found = live(PressRelease).select_related("publisher__force")
    return found if site == "programme" else found.filter(publisher__slug=site)


def elsewhere(request):
    """Any other page, which is linked to and not measured."""
    return HttpResponse("")


class WithWay:
    """A page with its way from the home page in JSON-LD."""

    def way(self, *steps):
        steps = [("Home", reverse("home", args=[self.kwargs["site"]])), *steps]
        items = [{"@type": "ListItem", "position": place, "name": name, "item": self.request.build_absolute_uri(address)} for place, (name, address) in enumerate(steps, 1)]
        return described({"@type": "BreadcrumbList", "itemListElement": items})


def described(found):
    return json.dumps({"@context": "https://schema.org", **found}, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


class ReleaseView(WithWay, DetailView):
    template_name = "news/release.html"
    context_object_name = "release"

    def get_queryset(self):
        units, agreements, pictures, documents = (live(model) for model in (Unit, Agreement, Picture, Document))
        return live(PressRelease).filter(publisher__slug=self.kwargs["site"]).select_related("publisher__force").prefetch_related(
            "media_contacts", "sources", "topics", Prefetch("units", units), Prefetch("agreements", agreements), Prefetch("pictures", pictures), Prefetch("documents", documents),
        )  # fmt: skip

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        release = self.object
        others = live(PressRelease).filter(publisher=release.publisher).exclude(pk=release.pk)
        context["older"] = others.filter(publish_at__lte=release.publish_at).order_by("-publish_at", "-pk").first()
        context["newer"] = others.filter(publish_at__gt=release.publish_at).order_by("publish_at", "pk").first()
        same = Q(topics__in=release.topics.all()) | Q(units__in=release.units.all()) | Q(agreements__in=release.agreements.all())
        akin = live(PressRelease).filter(same).exclude(pk=release.pk).select_related("publisher").annotate(in_common=Count("pk"))
        context["akin"] = akin.order_by("-in_common", "-publish_at")[:3]
        context["structured"] = described(self.structured(release))
        context["way"] = self.way(("News", reverse("releases", args=[self.kwargs["site"]])), (release.headline, self.request.path))
        context["page_title"], context["page_description"] = release.headline, release.summary
        return context

    def structured(self, release):
        whole = self.request.build_absolute_uri
        author = {"@type": "GovernmentOrganization", "name": release.publisher.name, "url": release.publisher.website, "telephone": release.publisher.phone, "email": release.publisher.email}
        return {
            "@type": "NewsArticle", "headline": release.headline, "description": release.summary, "url": whole(release.get_absolute_url()), "identifier": release.reference,
            "inLanguage": "en-GB", "datePublished": release.publish_at.isoformat(), "dateModified": release.publish_at.isoformat(), "author": author,
            "publisher": {"@type": "Organization", "name": "East Midlands police collaboration, an independent site", "url": whole("/")},
            "image": whole(static(f"img/cards/{release.publisher.theme}.png")), "isAccessibleForFree": True,
            "isBasedOn": [source.address for source in release.sources.all() if source.address],
        }  # fmt: skip


class Narrow(forms.Form):
    publisher = forms.ModelChoiceField(Publisher.objects.none(), to_field_name="slug", required=False, label="Published by", empty_label="Everybody")
    force = forms.ModelChoiceField(Force.objects.none(), to_field_name="slug", required=False, label="About the area of", empty_label="Any area")
    topic = forms.ModelChoiceField(Topic.objects.none(), to_field_name="slug", required=False, label="Topic", empty_label="Any topic")
    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="slug", required=False, label="Unit", empty_label="Any unit")

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, auto_id="filter_%s", label_suffix="", **kwargs)
        listed = releases_of(site)
        self.fields["publisher"].queryset = Publisher.objects.filter(pressrelease__in=listed).distinct()
        for name, model in (("force", Force), ("topic", Topic), ("unit", Unit)):
            self.fields[name].queryset = model.objects.filter(releases__in=listed).distinct()
        if site != "programme":
            del self.fields["publisher"]


class ReleasesView(WithWay, ListView):
    template_name = "news/releases.html"
    context_object_name = "releases"
    paginate_by = 20

    def get_queryset(self):
        found = releases_of(self.kwargs["site"])
        self.form = Narrow(self.request.GET, site=self.kwargs["site"])
        if self.form.is_valid():
            for name, way in (("publisher", "publisher"), ("force", "forces"), ("topic", "topics"), ("unit", "units")):
                if chosen := self.form.cleaned_data.get(name):
                    found = found.filter(**{way: chosen})
        return found.defer("body", "notes_to_editors")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["form"] = self.form
        context["years"] = self.object_list.order_by().annotate(year=TruncYear("publish_at")).values("year").annotate(number=Count("pk")).order_by("-year")
        if self.kwargs["site"] != "programme":
            about = live(PressRelease).filter(forces__publisher__slug=self.kwargs["site"]).exclude(publisher__slug=self.kwargs["site"])
            context["elsewhere"] = about.select_related("publisher")[:5]
        context["way"] = self.way(("News", self.request.path))
        context["page_title"], context["page_description"] = "News and press releases", "Press releases, newest first."
        return context
