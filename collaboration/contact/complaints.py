"""Who deals with which complaint, and whether one of our sites takes it.

The rules are those of the Police Reform Act 2002, schedule 3, as the forces and offices named in
`SOURCES` explain them. What a reader is told stands in templates/contact/answers/.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Force, Publisher
from collaboration.sources.models import Source


class Topic(TextChoices):
    """What a complaint is about. Each leads to another body."""

    OFFICER = "officer", _("An officer, a member of staff or the service of a police force")
    CHIEF_CONSTABLE = "chief-constable", _("A chief constable")
    COMMISSIONER = "commissioner", _("A commissioner or deputy commissioner")
    STAFF = "commissioner-staff", _("Somebody who works for a commissioner")
    OUTCOME = "outcome", _("How a complaint to the police was handled")
    OTHER = "other", _("Something else")


# Which of our sites takes a complaint on a topic; what is not here is for a body without a site of ours.
TAKEN_BY = {
    Topic.OFFICER: Publisher.Kind.FORCE,
    Topic.CHIEF_CONSTABLE: Publisher.Kind.OFFICE,
    Topic.STAFF: Publisher.Kind.OFFICE,
    Topic.OUTCOME: Publisher.Kind.OFFICE,
}

SOURCES = {
    Topic.OFFICER: ["lincs-police-uk-make-a-complaint", "leics-pcc-complaints-and-reviews"],
    Topic.CHIEF_CONSTABLE: ["derbyshire-pcc-gov-uk-complaints", "lincs-police-uk-make-a-complaint"],
    Topic.COMMISSIONER: ["nottinghamshire-gov-uk-panel-complaints", "leicestershire-gov-uk-panel"],
    Topic.STAFF: ["o-not2", "northantspcc-org-uk-complaints"],
    Topic.OUTCOME: ["lincolnshire-pcc-gov-uk-reviews", "avonandsomerset-pcc-gov-uk"],
    Topic.OTHER: ["lincs-police-uk-when-to-call"],
}


@dataclass(frozen=True)
class Panel:
    """The councillors and independent members who hold an area's commissioner to account."""

    name: str
    run_by: str = ""
    address: tuple[str, ...] = ()
    acknowledges_in: int = 0  # working days
    finishes_in: int = 0  # working days
    sources: tuple[str, ...] = ()


# By the slug of the force area. Where the store of sources tells us nothing, there is no entry.
PANELS = {
    "leicestershire": Panel(
        _("Police and Crime Panel for Leicester, Leicestershire and Rutland"),
        run_by="Leicestershire County Council",
    ),
    "northamptonshire": Panel(
        _("Northamptonshire Police, Fire and Crime Panel"),
        run_by="West Northamptonshire Council",
        sources=("archive-northantspfcc-org-uk-pfcp", "northantspcc-org-uk-police-crime-panel"),
    ),
    "nottinghamshire": Panel(
        _("Nottinghamshire Police and Crime Panel"),
        address=("Monitoring Officer", "County Hall", "West Bridgford", "NG2 7QP"),
        acknowledges_in=5,
        finishes_in=40,
    ),
}


@dataclass(frozen=True)
class Answer:
    """Where a complaint about a topic goes in one force area."""

    topic: Topic
    force: Force
    police: Publisher | None
    office: Publisher | None

    @classmethod
    def of(cls, topic: Topic, force: Force, publishers: Iterable[Publisher]) -> Answer:
        local = {one.kind: one for one in publishers if one.force_id == force.pk}
        return cls(topic, force, local.get(Publisher.Kind.FORCE), local.get(Publisher.Kind.OFFICE))

    @property
    def template(self) -> str:
        return f"contact/answers/{self.topic.value}.html"

    @property
    def taken_by(self) -> Publisher | None:
        """The one of our sites that takes the complaint; none for a body without a site of ours."""
        kind = TAKEN_BY.get(self.topic)
        return next((one for one in (self.police, self.office) if one and one.kind == kind), None)

    @property
    def form_address(self) -> str:
        """The address of the complaint form on the site that takes it."""
        return f"{self.taken_by.reverse('contact:complaint')}?about={self.topic.value}"

    @property
    def panel(self) -> Panel | None:
        return PANELS.get(self.force.slug)

    @property
    def sources(self) -> list[Source]:
        """What the answer rests on."""
        keys = [*SOURCES[self.topic]]
        if self.topic == Topic.COMMISSIONER and self.panel:
            keys += self.panel.sources
        return list(Source.objects.filter(key__in=keys))


def topics_of(publisher: Publisher) -> list[Topic]:
    """What a publisher's own complaint form is for; nothing, on the programme's site."""
    return [topic for topic, kind in TAKEN_BY.items() if kind == publisher.kind]
