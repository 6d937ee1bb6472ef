"""Single cells: made harmless for spreadsheets, and the words that people write for dates, choices and yes or no."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# What Excel, LibreOffice and Google Sheets take for a formula, full-width signs included, and the
# tab and line ends that move the rest of a cell to where it would be one (OWASP, “CSV Injection”).
RISKY = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠]")
SHORT_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
BETWEEN = "; "
YES, NO = {"yes", "true", "1", "y"}, {"no", "false", "0", "n", ""}


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet might take it for a formula."""
    return f"'{cell}" if RISKY.match(cell) else cell


def as_meant(cell: str) -> str:
    """The cell without the apostrophe that `harmless` has put in front."""
    return cell[1:] if cell.startswith("'") and RISKY.match(cell) else cell


def words(value) -> str:
    """A value as a cell shows it: dates as 2026-11-12, moments by our own clock, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        return moment.isoformat(" ", "minutes")[:16]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set)):
        return BETWEEN.join(words(one) for one in value)
    return strip_tags(value).strip() if isinstance(value, SafeString) else str(value)


def listed(cell: str) -> list[str]:
    """The names in a cell that holds several."""
    return [name for name in (part.strip() for part in cell.replace("\n", ";").split(";")) if name]


def day(cell: str) -> date | None:
    """The day that is written as 2026-11-12 or, as in Britain, 12/11/2026; None for an empty cell. Raises ValueError."""
    cell = cell.strip()
    if not cell:
        return None
    try:
        british = SHORT_DATE.fullmatch(cell)
        return date(*(int(part) for part in reversed(british.groups()))) if british else date.fromisoformat(cell)
    except ValueError:
        raise ValueError(_("“%(cell)s” is not a date we can read: write 2026-11-12 or 12/11/2026.") % {"cell": cell[:40]}) from None


def yes_or_no(cell: str) -> bool:
    """Whether the cell says yes; an empty one says no. Raises ValueError."""
    said = cell.strip().lower()
    if said not in YES | NO:
        raise ValueError(_("“%(cell)s” is neither yes nor no.") % {"cell": cell[:40]})
    return said in YES


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but line ends and what stands around them, which spreadsheets change."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
