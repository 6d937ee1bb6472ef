"""Redirects as a table: one old address to a row, with where it leads.

Chains are followed to their end and loops found among the rows and all redirects together, before
anything is written.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.publishers.models import Publisher
from collaboration.sheets.cells import same_text
from collaboration.sheets.plans import Difference, Fate, Fault, Line, Plan, wrong
from collaboration.sheets.reading import Row

from .models import NEVER_REDIRECTED, MissingAddress, Place, Redirect, as_ours, bare

AT_ONCE = 200
Taken = Callable[[Iterable[Place], dict[int, Publisher]], set[Place]]


class RedirectTable:
    """The redirects of some sites. `taken` finds the places at which something public stands already."""

    needed = {"path", "target"}

    def __init__(self, user, sites: Iterable[Publisher], mine: set[int], taken: Taken):
        self.user, self.mine, self.taken = user, mine, taken
        self.sites = {site.pk: site for site in sites}
        self.by_slug = {site.slug: site for site in self.sites.values()}
        self.columns = {"publisher": _("Office"), "path": _("Old path"), "target": _("Leads to"), "why": _("Why")}

    # The plan

    def lines(self, rows: list[tuple[Row, dict[str, str]]]) -> list[Line]:
        """What would become of each row."""
        known = {one.place: one for one in Redirect.objects.filter(publisher__in=self.mine)}
        self.ways = {Place(publisher, path): target for publisher, path, target in Redirect.objects.values_list("publisher", "path", "target")}
        read = [(row, said, *self.read(row, said)) for row, said in rows]
        standing = self.taken({wanted.place for _row, _said, wanted, faults in read if not faults} - known.keys(), self.sites)
        lines, asked = [], set()
        for row, said, wanted, faults in read:
            if not faults and wanted.place in asked:
                faults = [Fault(self.columns["path"], _("A row above has the same one."))]
            elif not faults and wanted.place in standing:
                faults = [Fault(self.columns["path"], _("A page stands at that address, so nobody would be led on."))]
            if faults:
                lines.append(wrong(row, *faults, name=said["path"].strip()[:100]))
                continue
            asked.add(wanted.place)
            self.ways[wanted.place] = wanted.target
            why = wanted.why if "why" in said else None
            lines.append(Line(row.number, str(wanted), Fate.NEW, wanted={"publisher": wanted.publisher_id, "path": wanted.path, "why": why}))
        return [line if line.fate == Fate.WRONG else self.judged(line, known) for line in lines]

    def read(self, row: Row, said: dict[str, str]) -> tuple[Redirect | None, list[Fault]]:
        """A row as a redirect that is not saved, or what is wrong with it alone."""
        site = self.site_of(said.get("publisher", ""))
        if row.fault or site is None:
            fault = Fault("", row.fault) if row.fault else Fault(self.columns["publisher"], _("That is none of your sites. Write its short name, such as “%(name)s”.") % {"name": self.example()})
            return None, [fault]
        wanted = Redirect(publisher=site, path=bare(said["path"]), target=self.as_written(said["target"]), why=said.get("why", "").strip())
        try:
            wanted.clean_fields(exclude=["made_by", "publisher"])
            self.check_path(wanted)
        except ValidationError as error:
            return None, [Fault(self.columns.get(name, ""), " ".join(messages)) for name, messages in error.message_dict.items()]
        fault = self.fault_of_target(wanted)
        return wanted, [Fault(self.columns["target"], fault)] if fault else []

    def check_path(self, wanted: Redirect) -> None:
        """Raises ValidationError for an old path that is a whole address, or that is never asked for."""
        if ":" in wanted.path.partition("/")[0] or "\\" in wanted.path:
            raise ValidationError({"path": _("Write only what stood behind the address of the site, such as about-us/old-page/.")})
        wanted.refuse_path()

    def as_written(self, target: str) -> str:
        """The target as we write it; a path is one of the same site."""
        target = target.strip()
        if target.startswith("/") and not target.startswith(("//", "/\\")):
            target = f"site:{target}"
        return as_ours(target, self.sites.values())

    def site_of(self, said: str) -> Publisher | None:
        """The site that a cell names, among those of the person; an empty cell means the only one."""
        said = said.strip().lower()
        mine = [self.sites[number] for number in self.mine]
        if not said:
            return mine[0] if len(mine) == 1 else None
        return next((site for site in mine if said in (site.slug, site.short_name.lower(), site.name.lower())), None)

    def example(self) -> str:
        return min(self.sites[number].short_name for number in self.mine)

    def fault_of_target(self, wanted: Redirect) -> str:
        """What is wrong with where a redirect leads; empty for nothing."""
        if not wanted.target.startswith("site:"):
            return ""
        slug, _stroke, path = wanted.target.removeprefix("site:").partition("/")
        if slug and slug not in self.by_slug:
            return _("There is no site of that name.")
        return _("That part of the address belongs to the site itself.") if bare(path).partition("/")[0] in NEVER_REDIRECTED else ""

    def judged(self, line: Line, known: dict[Place, Redirect]) -> Line:
        """The line once all rows are read: where it leads in the end, and what that changes."""
        place = Place(line.wanted["publisher"], line.wanted["path"])
        earlier, end = known.get(place), self.end_of(place)
        if end is None:
            return Line(line.number, line.name, Fate.WRONG, faults=[Fault(self.columns["target"], _("It leads back to itself."))])
        why = line.wanted["why"]
        if why is None:
            why = earlier.why if earlier else ""
        line.wanted |= {"target": end, "why": why}
        before = (earlier.target, earlier.why) if earlier else ("", "")
        pairs = zip(("target", "why"), before, (end, why), strict=True)
        line.differences = [Difference(self.columns[name], old, new) for name, old, new in pairs if not same_text(old, new)]
        line.fate = Fate.NEW if earlier is None else Fate.CHANGED if line.differences else Fate.SAME
        line.key, line.base = (earlier.pk, " ".join(before)) if earlier else (None, "")
        return line

    def end_of(self, place: Place) -> str | None:
        """Where a place leads in the end, as its own site writes it; None if it comes back to itself."""
        at, passed = place, {place}
        while True:
            target = self.ways[at]
            onward = self.place_of(at, target)
            if onward in passed:
                return None
            if onward is None or onward not in self.ways:
                break
            passed.add(onward)
            at = onward
        if onward is None or at.publisher == place.publisher:
            return target
        path = target.removeprefix("site:").partition("/")[2]
        return f"site:{'' if onward.publisher == place.publisher else self.sites[onward.publisher].slug}/{path}"

    def place_of(self, at: Place, target: str) -> Place | None:
        """The place of ours that a target means where it stands at a place; None for an outside address."""
        if not target.startswith("site:"):
            return None
        slug, _stroke, path = target.removeprefix("site:").partition("/")
        site = self.by_slug.get(slug) if slug else self.sites[at.publisher]
        return Place(site.pk, bare(path)) if site else None

    # Writing

    def write(self, plan: Plan) -> str:
        """Save every new and changed redirect, in the transaction this is called in; returns the sentence that says so."""
        earlier = Redirect.objects.in_bulk([line.key for line in plan.to_write if line.key])
        saved = [self.as_told(line, earlier.get(line.key) or Redirect(made_at=timezone.now())) for line in plan.to_write]
        fresh, changed = [one for one in saved if one.pk is None], [one for one in saved if one.pk]
        Redirect.objects.bulk_create(fresh, batch_size=AT_ONCE)
        Redirect.objects.bulk_update(changed, ["target", "why", "made_by"], batch_size=AT_ONCE)
        self.lead_others_on({one.place for one in saved})
        for start in range(0, len(fresh), AT_ONCE):
            found = [Q(publisher=one.publisher_id, path=one.path) for one in fresh[start : start + AT_ONCE]]
            MissingAddress.objects.filter(reduce(or_, found)).delete()
        LogEntry.objects.log_actions(self.user.pk, saved, CHANGE, change_message=_("From a table."))
        said = ngettext("%(number)s redirect is written.", "%(number)s redirects are written.", len(saved))
        return said % {"number": len(saved)}

    def as_told(self, line: Line, one: Redirect) -> Redirect:
        """The redirect as a line wants it."""
        one.publisher, one.path = self.sites[line.wanted["publisher"]], line.wanted["path"]
        one.target, one.why, one.made_by = line.wanted["target"], line.wanted["why"], self.user
        return one

    def lead_others_on(self, places: set[Place]) -> None:
        """Let redirects that led to these places lead on to where these lead, so that there are no chains."""
        others = [place for place, target in self.ways.items() if place not in places and self.place_of(place, target) in places]
        for place in others:
            Redirect.objects.filter(publisher=place.publisher, path=place.path).update(target=self.end_of(place))
