"""What one request asks of the register, read at one moment: the filter, the agreements it leaves, and of how many."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from collaboration.publishers.context import forces_of

from .forms import Known, RegisterFilter
from .models import Agreement, AgreementQuerySet
from .ordering import in_order

PER_PAGE = 100


@dataclass(frozen=True)
class Asked:
    """The question of one request and the agreements that answer it, in their order."""

    filter: RegisterFilter
    ordered: AgreementQuerySet
    total: int
    at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)


def asked_of(request: HttpRequest) -> Asked:
    """What this request asks; on a force's or office's site of the agreements that concern it."""
    at = timezone.now()
    today = timezone.localdate(at)
    concerning = Agreement.objects.of(request.publisher).live(at)
    known = Known.among(concerning)
    narrowing = RegisterFilter(request.GET, forces=forces_of(request.publishers), known=known)
    return Asked(narrowing, in_order(narrowing.apply(concerning, today), narrowing.sorted_by, today), known.total, at)
