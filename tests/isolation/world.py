"""The people and records that the isolation table is asked about, made on a running site.

Every record carries a word that stands nowhere else, made of its kind and its office, in all the text it
has; a body that shows a word to somebody who may not see it has given something away.
"""

from datetime import date, timedelta
from functools import cache
from itertools import count

from django.contrib.admin import site
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

OFFICES = {"a": "derbyshire-opcc", "b": "lincolnshire-opcc", "p": "programme"}
# Actor: the roles they have, by office. `both` works for two offices.
ROLES = {
    "nobody": {},
    "writer a": {"a": "writer"}, "publisher a": {"a": "publisher"}, "manager a": {"a": "manager"},
    "writer b": {"b": "writer"}, "publisher b": {"b": "publisher"}, "manager b": {"b": "manager"},
    "both": {"a": "writer", "b": "publisher"},
    "writer p": {"p": "writer"}, "publisher p": {"p": "publisher"},
    "administrator": {"p": "administrator"},
}  # fmt: skip
# Whoever is not signed in, or has shown no second factor, is asked as well; an administrator without one is the worst case.
OUTSIDE = ("anonymous", "no factor")
ACTORS = (*ROLES, *OUTSIDE)
SHARED = ("unit", "agreement", "fact", "milestone", "officeholder")
OF_OFFICES = ("pressrelease", "page", "document", "picture")
# So many of each, so that whatever is done to one leaves another for the next question.
MANY = 56
# What is public is called by another word: it is no secret, only its draft is.
OUT = ("live", "red")
NUMBERS = count(1)


def word(kind: str, office: str) -> str:
    """The word that only records of this kind and office carry."""
    return f"zqx{kind}{office}"


@transaction.atomic
def build() -> dict:
    """Everything, made; as JSON: sessions by actor, numbers by kind, office and condition, and the kinds that are registered."""
    from tests.desk import join, member, new_session, open_session, person

    sessions, people = {}, {}
    for actor, roles in ROLES.items():
        user = person(f"{actor.replace(' ', '-')}@example.org", f"Person {actor}")
        for office, role in roles.items():
            join(user, role, OFFICES[office])
        people[actor] = user
    for actor, user in people.items():
        sessions[actor] = new_session(user.pk)
    authors = {office: member("writer", slug, f"author-{office}@example.org", f"Author {office}") for office, slug in OFFICES.items()}
    unfactored = half_open(open_session, member("administrator", "programme", "half@example.org"))
    numbers = {kind: {office: records_of(kind, office, authors) for office in ("p" if kind in SHARED else "ab")} for kind in (*OF_OFFICES, *SHARED)}
    numbers |= others(authors)
    return {"sessions": {**sessions, "no factor": unfactored, "anonymous": ""}, "numbers": numbers, "kinds": sorted(model._meta.model_name for model in site._registry)}


def half_open(open_session, user) -> str:
    """A session of somebody who has given a password and no second factor."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session.create()
    open_session(session, user, with_factor=False)
    return session.session_key


def records_of(kind: str, office: str, authors: dict) -> dict[str, list[int]]:
    """Records of one kind and office by condition: drafts, public ones, scheduled ones, ones on the red list, ones with a link.

    Each has two versions. They are entered as the desk would have written them, a thousand at once.
    """
    from collaboration.editorial import sharing
    from collaboration.editorial.revisions import Revision
    from collaboration.editorial.snapshots import snapshot

    found: dict[str, list[int]] = {"draft": [], "live": [], "due": [], "red": [], "shared": []}
    author, later, versions = authors[office], timezone.now() + timedelta(days=3), []
    for condition in found:
        for _number in range({"draft": MANY, "due": 14}.get(condition, 6)):
            thing = make(kind, office, next(NUMBERS), word(kind, office) if condition not in OUT else "public")
            said = f"{word(kind, office) if condition != 'red' else 'public'} in a draft {thing.pk}"
            first = snapshot(thing)
            common = {"publisher": thing.publisher, "thing": thing, "author": author, "title": said}
            versions += [Revision(number=1, fields=first, **common), Revision(number=2, fields={**first, text_field(kind): said}, is_open=condition not in ("due", "red"), **common)]
            if condition in ("due", "red"):
                versions[-1].unapproved_because, versions[-1].published_by = "A test.", author
                versions[-1].published_at = later if condition == "due" else timezone.now()
            if condition in OUT:
                out_now(thing)
            else:
                type(thing).objects.filter(pk=thing.pk).update(**{text_field(kind): said}, publish_at=later if condition == "due" else None)
            found[condition].append(thing.pk)
    Revision.objects.bulk_create(versions)
    if kind == "pressrelease":
        passes_for(found["due"], office, author)
    for draft in Revision.objects.filter(pk__in=[one.pk for one in versions], object_id__in=found["shared"], is_open=True):
        sharing.share(draft, author, "Somebody outside")
    return found


def passes_for(releases: list[int], office: str, author) -> None:
    """An embargo pass for each of these releases."""
    from collaboration.news.models import PressRelease
    from collaboration.passes.models import EmbargoPass

    for one in PressRelease.objects.filter(pk__in=releases):
        EmbargoPass.objects.create(release=one, publisher=one.publisher, name=word("embargopass", office), outlet="Gazette", made_by=author)


def out_now(thing) -> None:
    type(thing).objects.filter(pk=thing.pk).update(publish_at=timezone.now() - timedelta(days=1))


def text_field(kind: str) -> str:
    """The field of a kind that an editor's change is made in."""
    return {"pressrelease": "headline", "unit": "name", "fact": "statement", "officeholder": "note"}.get(kind, "title")


def make(kind: str, office: str, number: int, called: str):
    """One unpublished record, sound enough to be published."""
    from collaboration.agreements.models import Agreement, Document
    from collaboration.facts.models import Fact, Milestone, OfficeHolder
    from collaboration.news.models import PressRelease
    from collaboration.pages.models import Page
    from collaboration.pictures.models import Picture
    from collaboration.publishers.models import Publisher
    from collaboration.sources.models import Source
    from collaboration.units.models import Unit

    publisher = Publisher.objects.get(slug=OFFICES[office])
    name, slug, source = f"{called} {number}", f"{called}-{kind}-{number}", Source.objects.first()
    summary, body = f"What {name} is about.", f"<p>The text of {name}.</p>"
    if kind == "pressrelease":
        made = PressRelease.objects.create(publisher=publisher, slug=slug, headline=name, summary=summary, body=body)
        made.media_contacts.add(contact(publisher, office))
    elif kind == "page":
        made = Page.objects.create(publisher=publisher, path=f"{slug}/", title=name, summary=summary, body=body)
    elif kind == "document":
        made = Document(publisher=publisher, slug=slug, title=name, kind="report", dated=date(2026, 1, 5), file_kind="csv", size=4)
        made.file.name = stored()
        made.save()
    elif kind == "picture":
        made = Picture(publisher=publisher, slug=slug, title=name, alt_text=summary, width=10, height=10, form="png", widths="10")
        made.file.name = "pictures/none.png"
        made.save()
    elif kind == "unit":
        made = Unit.objects.create(publisher=publisher, slug=slug, name=name, kind="unit", summary=summary)
    elif kind == "agreement":
        made = Agreement.objects.create(publisher=publisher, slug=slug, title=name, scope="regional", function="Testing", summary=summary)
    elif kind == "fact":
        made = Fact.objects.create(publisher=publisher, key=slug, topic="region", value=str(number), statement=summary, as_at="2026", source=source)
    elif kind == "milestone":
        made = Milestone.objects.create(publisher=publisher, key=slug, title=name, happened_on="2026")
        made.sources.add(source)
    else:
        made = OfficeHolder.objects.create(publisher=publisher, key=slug, name=name, role="officer", as_at="2026")
        made.sources.add(source)
    return made


@cache
def stored() -> str:
    """The name of a file that documents of this world share."""
    return default_storage.save("documents/isolation.csv", ContentFile(b"a,b\n1,2\n"))


def contact(publisher, office: str):
    from collaboration.news.models import MediaContact

    return MediaContact.objects.get_or_create(key=f"contact-{office}", defaults={"publisher": publisher, "name": word("mediacontact", office), "email": "press@example.org"})[0]


def others(authors: dict) -> dict:
    """Records that no workflow knows: one list of numbers for each kind and office."""
    from collaboration.accounts.models import Membership
    from collaboration.alerts.models import Subscriber
    from collaboration.care.models import OutsideLink
    from collaboration.contact.models import Enquiry
    from collaboration.duties.models import Duty, Standing
    from collaboration.news.models import MediaContact, Topic
    from collaboration.publishers.models import Force, MenuItem, Publisher
    from collaboration.redirects.models import MissingAddress, Redirect
    from collaboration.search.models import EmptySearch, PromotedPage, SearchSynonym
    from collaboration.sources.models import Source
    from tests.desk import join, person

    found: dict = {kind: {} for kind in ("bundle", "mediacontact", "menuitem", "membership", "enquiry", "publisher", "redirect", "missingaddress", "outsidelink", "standing", "searchsynonym", "promotedpage", "emptysearch", "subscriber")}
    for office in "ab":
        publisher, many = Publisher.objects.get(slug=OFFICES[office]), range(MANY)
        made = {
            "mediacontact": [MediaContact.objects.create(publisher=publisher, name=f"{word('mediacontact', office)} {one}") for one in many],
            "menuitem": [MenuItem.objects.create(publisher=publisher, place="footer", label=f"{word('menuitem', office)} {one}", path="/news/", order=90) for one in many],
            "redirect": [Redirect.objects.create(publisher=publisher, path=f"{word('redirect', office)}-{one}", target="site:/news/") for one in many],
            "missingaddress": [MissingAddress.objects.create(publisher=publisher, path=f"{word('missingaddress', office)}-{one}", count=one + 1) for one in many],
            "searchsynonym": [SearchSynonym.objects.create(publisher=publisher, words=f"{word('searchsynonym', office)}, alike {one}") for one in many],
            "promotedpage": [PromotedPage.objects.create(publisher=publisher, words=f"{word('promotedpage', office)} {one}", target="site:/news/") for one in many],
            "emptysearch": [EmptySearch.objects.create(publisher=publisher, words=f"{word('emptysearch', office)} {one}", count=one + 1) for one in many],
            "enquiry": [
                Enquiry.objects.create(publisher=publisher, kind="enquiry", name=word("enquiry", office), email="x@example.org", subject=word("enquiry", office), message=word("enquiry", office), form_key=f"{office}{one}", sender_key="0")
                for one in many
            ],
            "membership": [join(person(f"{word('membership', office)}-{one}@example.org", f"{word('membership', office)} {one}"), "writer", OFFICES[office]) for one in many],
            "outsidelink": [OutsideLink.objects.create(publisher=publisher, address=f"https://{word('outsidelink', office)}.example.org/{one}", is_fine=True, fine_why="A test.") for one in many],
            "subscriber": [Subscriber.objects.create(email=f"{word('subscriber', office)}-{one}@example.org", site=publisher) for one in many],
            "publisher": [publisher],
        }  # fmt: skip
        found["bundle"][office] = bundles_of(office, publisher, authors[office])
        Standing.objects.filter(publisher=publisher).update(address=f"https://example.org/{word('standing', office)}", note=word("standing", office))
        made["standing"] = list(Standing.objects.filter(publisher=publisher))[:many.stop]
        assert Membership.objects.filter(publisher=publisher).count() >= MANY
        for kind, rows in made.items():
            found[kind][office] = [row.pk for row in rows]
    found["source"] = {"p": list(Source.objects.values_list("pk", flat=True)[:MANY])}
    found["duty"] = {"p": list(Duty.objects.values_list("pk", flat=True))[:MANY]}
    found["topic"] = {"p": list(Topic.objects.values_list("pk", flat=True))}
    found["force"] = {"p": list(Force.objects.values_list("pk", flat=True))}
    found["user"] = {"p": [authors["a"].pk, authors["b"].pk]}
    return found


def bundles_of(office: str, publisher, author) -> dict[str, list[int]]:
    """Bundles that are put together, each with a release and a notice, and scheduled ones."""
    from collaboration.editorial import bundling
    from collaboration.editorial.bundles import Bundle
    from tests.desk import member

    second, later, found = member("publisher", OFFICES[office], f"second-{office}@example.org"), timezone.now() + timedelta(days=5), {"draft": [], "scheduled": []}
    for condition in [*["draft"] * 24, *["scheduled"] * 8]:
        name = f"{word('bundle', office)} {next(NUMBERS)}"
        one = Bundle.objects.create(publisher=publisher, name=name, moment=later, notice=f"<p>{name}</p>", notice_by=author, made_by=author)
        bundling.add(one, [fresh_draft(office, author)], author)
        fresh_draft(office, author)
        if condition == "scheduled":
            bundling.schedule(one, second, {member.pk: {"number": 1, "accepted_because": "Right."} for member in one.members.all()})
        found[condition].append(one.pk)
    return found


def fresh_draft(office: str, author):
    """A release with a draft that nobody has done anything to."""
    from collaboration.editorial.drafting import save_draft

    made = make("pressrelease", office, next(NUMBERS), word("pressrelease", office))
    save_draft(made, {}, author)
    return made


def passes_and_links(kinds: dict) -> dict:
    """What deeds carry with them: each actor's passes for their forms, and the numbers of preview links by record."""
    from django.apps import apps

    from collaboration.accounts.models import User
    from collaboration.editorial.keeping import pass_for
    from collaboration.editorial.revisions import PreviewLink
    from collaboration.passes.models import EmbargoPass
    from collaboration.publishers.models import Publisher

    people = {actor: User.objects.filter(email=f"{actor.replace(' ', '-')}@example.org").first() for actor in ROLES}
    people |= {"no factor": User.objects.get(email="half@example.org")}
    models = {kind: apps.get_model("collaboration", kind) for kind in kinds}
    passes = {actor: {f"{kind} {one}": pass_for(user, models[kind], one) for kind, numbers in kinds.items() for one in numbers} for actor, user in people.items()}
    # Whoever has never been signed in has been shown no form, and holds no pass.
    passes["anonymous"] = dict.fromkeys(passes["administrator"], "")
    links = [[link.revision.content_type.model, link.revision.object_id, link.pk] for link in PreviewLink.objects.select_related("revision__content_type")]
    embargo = {one.release_id: one.pk for one in EmbargoPass.objects.all()}
    return {"passes": passes, "links": links, "embargo": embargo, "bundles": parts_of_bundles(), "programme": Publisher.objects.get(slug="programme").pk}


def parts_of_bundles() -> dict[int, dict]:
    """What deeds on bundles name: by bundle, its member, and a draft that could be put in."""
    from collaboration.editorial.bundles import Bundle
    from collaboration.editorial.bundling import candidates

    found, taken = {}, set()
    for one in Bundle.objects.prefetch_related("members"):
        # A first version that is open: nothing but those that were made for this.
        spare = candidates(one).filter(number=1).exclude(pk__in=taken).first()
        taken.add(spare.pk)
        found[one.pk] = {"member": one.members.all()[0].pk, "draft": spare.pk}
    return found
