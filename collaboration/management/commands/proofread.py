"""Runs the checks before publishing over what is published already."""

from django.core.management.base import BaseCommand, CommandError

from collaboration.editorial.models import Publishable
from collaboration.editorial.proofs import findings_of
from collaboration.publishers.models import Publisher


class Command(BaseCommand):
    """`manage.py proofread`: what the checks find in everything that the public can read, or in one office's."""

    help = "Check everything published, or one office's, as it would be checked before publishing; exit 1 if anything stops."

    def add_arguments(self, parser):
        parser.add_argument("--office", metavar="SLUG", help="only what this publisher publishes, such as derbyshire-opcc")
        parser.add_argument("--stops-only", action="store_true", help="leave out what needs no more than a reason")

    def handle(self, *, office, stops_only, verbosity, **options):
        if office and not Publisher.objects.filter(slug=office).exists():
            known = ", ".join(Publisher.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no publisher “{office}”. Known are: {known}.")
        looked_at = stopping = 0
        for thing in everything_live(office):
            found = [one for one in findings_of(thing) if one.stops or not stops_only]
            looked_at, stopping = looked_at + 1, stopping + sum(one.stops for one in found)
            for one in found:
                self.stdout.write(line(thing, one))
        if verbosity:
            self.stdout.write(f"{looked_at} looked at; {stopping} findings stop publication.")
        if stopping:
            raise SystemExit(1)


def everything_live(office: str | None):
    """All that the public can read now, kind by kind."""
    for model in Publishable.__subclasses__():
        things = model.objects.live().select_related("publisher").order_by("publisher__order", "pk")
        yield from things.filter(publisher__slug=office) if office else things


def line(thing: Publishable, finding) -> str:
    """Kind, address, field and what was found, on one line."""
    mark = "STOPS" if finding.stops else "reason"
    excerpt = f" “{finding.excerpt}”" if finding.excerpt else ""
    return f"{mark}\t{thing._meta.verbose_name}\t{thing.get_absolute_url()}\t{finding.field}\t{finding.code}: {finding.message}{excerpt}"
