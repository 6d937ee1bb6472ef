"""The tracker as rows: every duty with how each office stands with it, on a day."""

from dataclasses import dataclass
from datetime import date

from collaboration.publishers.addresses import leading_to
from collaboration.publishers.models import Publisher

from .models import Duty, Standing, State


@dataclass(frozen=True)
class Cell:
    """How one office stands with one duty on a day; `address` is where its link leads, if one is known."""

    duty: Duty
    office: Publisher
    standing: Standing | None
    state: State
    address: str

    @property
    def as_row(self) -> list:
        """The same for a table as a file, in the order of COLUMNS."""
        known = self.standing
        checked, due, note = (known.checked_on, known.due_on, known.note) if known else (None, None, "")
        duty = self.duty
        return [
            self.office.name, duty.paragraph, duty.get_group_display(), duty.title, duty.get_rhythm_display(), duty.since,
            self.state.label, self.address, checked, due, note,
        ]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One duty with the cells of all offices, in their order."""

    duty: Duty
    cells: list[Cell]


def offices_among(publishers: list[Publisher]) -> list[Publisher]:
    """The commissioners' offices."""
    return [one for one in publishers if one.is_office]


def rows_on(offices: list[Publisher], publishers: list[Publisher], on: date) -> list[Row]:
    """Every duty with how these offices stand with it on a day, in two queries."""
    known = {(one.publisher_id, one.duty_id): one for one in Standing.objects.filter(publisher__in=offices)}
    return [Row(duty, [cell(duty, office, known.get((office.pk, duty.pk)), publishers, on) for office in offices]) for duty in Duty.objects.all()]


def cell(duty: Duty, office: Publisher, standing: Standing | None, publishers: list[Publisher], on: date) -> Cell:
    state = standing.state_on(on) if standing else State.UNKNOWN
    return Cell(duty, office, standing, state, leads_to(standing.address, office, publishers) if standing and standing.address else "")


def leads_to(written: str, office: Publisher, publishers: list[Publisher]) -> str:
    """Where the written address of an office leads; without a site's name it means the office's own, from wherever it is read."""
    here = written.removeprefix("site:/")
    return office.root + here if here != written else leading_to(written, publishers)
