"""What the canary is made of: secret words in every field, file name and file body of things that nobody may know of yet.

`ground` makes what both sites have; `bury` makes, on one of them, what is under embargo. What comes out has
words that begin zqx, what never does has words that begin zqn.
"""

from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import PngImagePlugin

from tests.files import pdfs, pictures

OFFICE, OTHER, HOSTED = "derbyshire-opcc", "lincolnshire-opcc", "nottinghamshire-opcc"
HOST = "canary.localhost"
ROLES = ("writer", "publisher", "manager")
# A day on which nothing else was changed, so that it would be seen if it came through.
CHANGED = datetime(2019, 3, 7, 3, 19, 7, tzinfo=UTC)
SOURCES = 2


def word(kind: str, field: str = "") -> str:
    """The secret word of one field."""
    return f"zqx{kind}{field}"


def never(kind: str) -> str:
    """A word that no reader ever sees."""
    return f"zqn{kind}"


def prose(one: str) -> str:
    return f"<p>It says {one} here.</p>"


def programme():
    from collaboration.publishers.models import Publisher

    return Publisher.objects.get(slug="programme")


@transaction.atomic
def ground() -> dict:
    """What both sites have: public things that will be next to the secret ones, one that was withdrawn, and people of two offices."""
    from collaboration.agreements.models import Agreement
    from collaboration.editorial.models import Publishable
    from collaboration.news.models import MediaContact, Topic
    from collaboration.publishers.models import Force, Publisher
    from collaboration.redirects.models import Redirect
    from collaboration.units.models import Unit
    from tests import making
    from tests.desk import member, new_session

    Publisher.objects.filter(slug=HOSTED).update(host=HOST)
    out = datetime(2026, 1, 5, 9, tzinfo=UTC)
    Topic.objects.create(slug="canary-topic", name="Songbirds", order=99)
    named = "".join(f"<p>Next to it: [[{kind} {word(kind, 'slug')}]].</p>" for kind in ("picture", "fact", "unit", "agreement"))
    release = making.release("canary-live", OFFICE, headline="A songbird is heard", body=f"<p>It sings.</p>{named}", publish_at=out)
    making.page("canary-live/", OFFICE, title="Where songbirds sing", body=named, publish_at=out)
    making.page("canary-bundled/", OFFICE, title="How songbirds sing", summary="In the morning.", body="<p>They sing.</p>", publish_at=out)
    unit = Unit.objects.create(publisher=programme(), slug="canary-unit", name="Songbird unit", kind="unit", summary="It listens.", publish_at=out)
    agreement = making.agreement("canary-agreement", title="Songbird agreement", publish_at=out)
    for one in (unit.forces, agreement.parties):
        one.set(Force.objects.all())
    release.units.add(unit)
    release.agreements.add(agreement)
    release.media_contacts.add(MediaContact.objects.create(publisher=release.publisher, name="Songbird desk", email="press@example.org"))
    assert Agreement.objects.filter(pk=agreement.pk, successor=None).exists()
    gone = making.release("canary-gone", OFFICE, headline=never("goneheadline"), summary=never("gonesummary"), body=prose(never("gonebody")), publish_at=out)
    gone.withdrawn_at, gone.withdrawal_reason = datetime(2026, 2, 5, 9, tzinfo=UTC), "It was wrong."
    gone.save()
    for kind in Publishable.__subclasses__():
        kind.objects.update(changed_at=out)
    Redirect.objects.create(publisher=making.publisher(OFFICE), path="old-canary", target=f"site:/news/{word('release', 'slug')}/")
    people = {role: member(role, OTHER, f"canary-{role}@example.org") for role in ROLES}
    member("writer", OFFICE, "canary-author@example.org", never("author"))
    member("publisher", OFFICE, "canary-boss@example.org", never("boss"))
    return {role: new_session(one.pk) for role, one in people.items()}


@transaction.atomic
def bury() -> dict:
    """What is under embargo, made of secret words; returns what has to be known of it: numbers, stored files, tokens."""
    from collaboration.accounts.models import User
    from collaboration.agreements.models import Agreement
    from collaboration.news.models import PressRelease
    from collaboration.publishers.models import Publisher
    from collaboration.search.models import PromotedPage
    from collaboration.units.models import Unit

    office, later = Publisher.objects.get(slug=OFFICE), timezone.now() + timedelta(days=40)
    author = User.objects.get(email="canary-author@example.org")
    found = shared_things(later)
    found |= files(office, later)
    release = found["release"] = press_release(office, later, found)
    found["page"] = a_page(office, later)
    live = PressRelease.objects.get(slug="canary-live", publisher=office)
    for name in ("unit", "agreement", "picture", "document"):
        getattr(live, f"{name}s").add(found[name])
    # By `update`: the day on which public things were changed stays as it was.
    Agreement.objects.filter(slug="canary-agreement").update(successor=found["agreement"])
    Unit.objects.filter(slug="canary-unit").update(parent=found["unit"], successor=found["unit"])
    PromotedPage.objects.create(publisher=office, words="songbird", target=f"site:/news/{release.slug}/")
    drafts(office, author)
    told = {"change": change_of(live, author, later), "bundle": bundle_of(office, author, later), **doors(release)}
    for one in found.values():
        type(one).objects.filter(pk=one.pk).update(changed_at=CHANGED)
    return {
        "numbers": {name: one.pk for name, one in found.items()},
        "stored": [one.file.name for one in found.values() if hasattr(one, "file")],
        **told,
    }


def shared_things(later: datetime) -> dict:
    """Unit, agreement, fact, milestone and office-holder of the programme."""
    from collaboration.agreements.models import Agreement
    from collaboration.facts.models import Fact, Milestone, OfficeHolder
    from collaboration.publishers.models import Force
    from collaboration.sources.models import Source
    from collaboration.units.models import Unit

    ours, forces, sources = {"publisher": programme(), "publish_at": later}, list(Force.objects.all()), list(Source.objects.all()[:SOURCES])
    unit = Unit.objects.create(
        slug=word("unit", "slug"), name=f"{word('unit', 'name')} unit", abbreviation=word("unit", "short"), kind="unit", function=word("unit", "function"), summary=f"It {word('unit', 'summary')}.",
        body=prose(word("unit", "body")), participation_note=word("unit", "note"), lead_force=forces[0], since="1987", status="working", status_as_at="1987-06", **ours,
    )  # fmt: skip
    unit.forces.set(forces)
    unit.sources.set(sources)
    agreement = Agreement.objects.create(
        slug=word("agreement", "slug"), title=f"{word('agreement', 'title')} agreement", scope="regional", function=word("agreement", "function"), summary=f"It {word('agreement', 'summary')}.", body=prose(word("agreement", "body")),
        parties_words=word("agreement", "parties"), statutory_basis=word("agreement", "basis"), signed_on="1987-06-05", starts_on=date(1987, 6, 6), ends_on=date(2087, 6, 6), lead_force=forces[1], publication_form="full", **ours,
    )  # fmt: skip
    agreement.parties.set(forces[:3])
    agreement.units.add(unit)
    agreement.listed_by.add(ours["publisher"])
    agreement.sources.set(sources)
    fact = Fact.objects.create(key=word("fact", "slug"), topic="region", value=word("fact", "value"), statement=f"It is {word('fact', 'statement')}.", as_at="1987", source=sources[0], **ours)
    milestone = Milestone.objects.create(key=word("milestone", "slug"), happened_on="1987-06", title=word("milestone", "title"), text=prose(word("milestone", "text")), **ours)
    milestone.sources.set(sources)
    holder = OfficeHolder.objects.create(key=word("holder", "slug"), body=ours["publisher"], role="officer", role_words=word("holder", "role"), name=word("holder", "name"), party=word("holder", "party"), note=word("holder", "note"), since="1987", as_at="1987", **ours)
    holder.sources.set(sources)
    return {"unit": unit, "agreement": agreement, "fact": fact, "milestone": milestone, "officeholder": holder}


def files(office, later: datetime) -> dict:
    """A picture with words packed into its file, a PDF and a table."""
    from collaboration.agreements.models import Document
    from collaboration.pictures.models import Picture

    packed = PngImagePlugin.PngInfo()
    packed.add_text("Comment", never("packed"))
    content = pictures.written(pictures.scene(1300, 900), "PNG", pnginfo=packed)
    picture = Picture(publisher=office, slug=word("picture", "slug"), title=word("picture", "title"), alt_text=word("picture", "alt"), caption=word("picture", "caption"), credit=word("picture", "credit"), rights=word("picture", "rights"), publish_at=later)
    picture.file.save(f"{never('picturefile')}.png", ContentFile(content), save=True)
    pdf = pdfs.new(drawn=f"BT /F1 12 Tf 72 720 Td ({word('pdf', 'body')}) Tj ET".encode())
    pdf.docinfo["/Title"] = word("pdf", "ownname")
    made = {"picture": picture}
    for name, ending, body in (("document", "pdf", pdfs.written(pdf, compress_streams=False)), ("table", "csv", f"{word('csv', 'head')},b\n{word('csv', 'body')},2\n".encode())):
        one = made[name] = Document(publisher=office, slug=word(name, "slug"), title=word(name, "title"), kind="report", dated=date(1987, 6, 5), publish_at=later)
        one.file.save(f"{never(name)}.{ending}", ContentFile(body), save=True)
    return made


def press_release(office, later: datetime, known: dict):
    """A release with a secret word in every field, and all of the others attached to it."""
    from collaboration.news.models import MediaContact, PressRelease, Topic
    from collaboration.publishers.models import Force

    release = PressRelease.objects.create(
        publisher=office, slug=word("release", "slug"), reference=word("release", "number"), headline=f"{word('release', 'headline')} in Derby", summary=f"It {word('release', 'summary')}.",
        body=f"<h2>{word('release', 'heading')}</h2>{prose(word('release', 'body'))}<p>[[picture {word('picture', 'slug')}]]</p>", events_on=date(1987, 6, 5),
        record_note=prose(word("release", "record")), notes_to_editors=prose(word("release", "notes")), publish_at=later,
    )  # fmt: skip
    contact = MediaContact.objects.create(publisher=office, name=word("contact", "name"), phones="01632 960777", email=f"{word('contact', 'post')}@example.org", hours=word("contact", "hours"), out_of_hours=word("contact", "nights"))
    release.media_contacts.add(contact)
    release.topics.add(Topic.objects.get(slug="canary-topic"))
    release.forces.set(Force.objects.all())
    for name in ("unit", "agreement", "picture", "document"):
        getattr(release, f"{name}s").add(known[name])
    release.documents.add(known["table"])
    return release


def a_page(office, later: datetime):
    from collaboration.pages.models import Page

    texts = {"body": f"<h2>{word('page', 'heading')}</h2>{prose(word('page', 'body'))}", "aside": prose(word("page", "aside")), "record_note": prose(word("page", "record"))}
    return Page.objects.create(publisher=office, path=f"{word('page', 'slug')}/", title=word("page", "title"), menu_title=word("page", "menu"), summary=f"It {word('page', 'summary')}.", show_chapters=True, chapters_heading=word("page", "chapters"), owner=never("pageowner"), publish_at=later, **texts)


def drafts(office, author) -> None:
    """A release and a page without a date."""
    from collaboration.editorial.drafting import save_draft
    from tests import making

    release = making.release(never("release"), OFFICE, publish_at=None, headline=never("releaseheadline"), summary=never("releasesummary"), body=prose(never("releasebody")), reference=never("releasenumber"))
    page = making.page(f"{never('page')}/", OFFICE, publish_at=None, title=never("pagetitle"), summary=never("pagesummary"), body=prose(never("pagebody")))
    for one in (release, page):
        save_draft(one, {"summary": never("draftsummary")}, author, why=never("draftwhy"))


def change_of(live, author, later: datetime) -> int:
    """A change to a public release that waits for its moment; the number of its version."""
    from collaboration.editorial.drafting import save_draft
    from collaboration.editorial.publishing import publish

    draft = save_draft(live, {"headline": word("change", "headline"), "summary": f"It {word('change', 'summary')}.", "body": prose(word("change", "body"))}, author, why=never("changewhy"))
    return publish(draft, boss(), later, kind="correction", note_to_public=word("change", "note"), accepted_because=never("changeaccepted")).pk


def boss():
    from collaboration.accounts.models import User

    return User.objects.get(email="canary-boss@example.org")


def bundle_of(office, author, later: datetime) -> int:
    """A scheduled bundle of a change to a page and a notice."""
    from collaboration.editorial import bundling
    from collaboration.editorial.bundles import Bundle
    from collaboration.editorial.drafting import save_draft
    from collaboration.pages.models import Page

    page = Page.objects.get(publisher=office, path="canary-bundled/")
    save_draft(page, {"title": word("bundled", "title"), "body": prose(word("bundled", "body"))}, author)
    one = Bundle.objects.create(publisher=office, name=never("bundle"), moment=later, notice=prose(word("notice")), notice_by=author, made_by=author)
    bundling.add(one, [page], author)
    bundling.schedule(one, boss(), {member.pk: {"number": 2, "kind": "update", "note": word("bundled", "note"), "accepted_because": "Right."} for member in one.members.all()})
    return one.pk


def doors(release) -> dict:
    """The address of an embargo pass, and one like it that does not open."""
    from urllib.parse import urlsplit

    from collaboration.passes.passing import address_of, make

    opens = urlsplit(address_of(make(release, boss(), never("journalist"), never("outlet")))).path
    return {"pass": opens, "forged": opens[:-4] + "AAA/"}


def release_at(numbers: dict, bundle: int, change: int, seconds: float) -> float:
    """Run on the site: everything comes out so many seconds from now, as if that had been its moment all along; which one that is."""
    from django.apps import apps

    from collaboration.editorial import bundling
    from collaboration.editorial.bundles import Bundle
    from collaboration.editorial.moving import redate
    from collaboration.editorial.revisions import Revision

    with transaction.atomic():
        moment = timezone.now() + timedelta(seconds=seconds)
        for name, number in numbers.items():
            one = apps.get_model("collaboration", {"release": "pressrelease", "table": "document"}.get(name, name)).objects.get(pk=number)
            one.publish_at = moment
            one.save()
        revision = Revision.objects.get(pk=change)
        redate(revision, revision.thing, moment)
        bundling.move(Bundle.objects.get(pk=bundle), boss(), moment)
    return moment.timestamp()


def take_back(numbers: dict) -> None:
    """Run on the site: everything that came out is withdrawn; what the office publishes by whoever publishes there, the rest by its row."""
    from django.apps import apps

    from collaboration.editorial.publishing import withdraw
    from collaboration.news.models import PressRelease
    from collaboration.pages.models import Page
    from collaboration.publishers.models import Publisher

    things = [apps.get_model("collaboration", {"release": "pressrelease", "table": "document"}.get(name, name)).objects.get(pk=number) for name, number in numbers.items()]
    things += [PressRelease.objects.get(slug="canary-live"), Page.objects.get(path="canary-bundled/", publisher__slug=OFFICE)]
    for one in things:
        if one.publisher.slug == OFFICE:
            withdraw(one, boss(), "It was let out too early.")
        else:
            one.withdrawn_at, one.withdrawal_reason = timezone.now(), "It was let out too early."
            one.save()
    Publisher.objects.filter(slug=OFFICE).update(notice="")
