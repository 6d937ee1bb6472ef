"""A tour of the desk: every kind of page there, with something on it, and an administrator to visit it."""

from datetime import timedelta

from ..desk import OnSite, cast, on_site

AWAITED = ("drafts", "returned", "reviews", "approved", "soon", "later", "red", "enquiries", "overdue", "ending", "links", "missing", "searches")
ACCOUNT = ("", "password/", "second-factor/", "second-factor/app/", "second-factor/passkeys/")
# Pages that are the same for every kind of record are visited for these.
THOROUGHLY = ("pressrelease", "page", "mediacontact")
LONG = "A headline of so very many words that nobody would print it, "


def set_the_scene() -> list[list]:
    """Run on the site: something that waits of every kind; returns each registered kind with the number of one of its rows."""
    from django.contrib import admin

    from collaboration.news.models import MediaContact

    draft = something_of_every_kind()
    numbers = {"pressrelease": draft.pk, "mediacontact": MediaContact.objects.first().pk}
    kinds = [model for model in admin.site._registry if model._meta.app_label == "collaboration"]
    return [[model._meta.model_name, numbers.get(model._meta.model_name) or getattr(model._default_manager.order_by("pk").first(), "pk", 0)] for model in kinds]


def something_of_every_kind():
    """A draft in review with a long name, a release that goes out alone and soon, and what care finds."""
    from django.utils import timezone

    from collaboration.care.models import OutsideLink
    from collaboration.contact.models import Enquiry
    from collaboration.editorial import bundling
    from collaboration.editorial.bundles import Bundle
    from collaboration.redirects.models import MissingAddress, Redirect
    from collaboration.search.models import EmptySearch

    from ..desk import member
    from ..making import publisher, release

    office, now = publisher(), timezone.now()
    writer = member("writer", email="tour-writer@example.org", name="Rita Longname-Featherstonehaugh")
    draft = release("a-draft-with-a-long-name", publish_at=None, headline=(LONG * 3)[:200])
    revise(draft, writer, is_open=True, submitted_at=now, submitted_by=writer)
    soon = release("goes-out-soon", publish_at=now + timedelta(hours=20))
    revise(soon, writer, published_at=soon.publish_at, unapproved_because="The force asked for it tonight.")
    bundle = Bundle.objects.create(publisher=office, name=(LONG * 2)[:120], moment=now + timedelta(days=2), notice="<p>A notice.</p>", notice_by=writer, made_by=writer)
    bundling.add(bundle, [draft], writer)
    EmptySearch.objects.create(publisher=office, words="how do i report a noisy neighbour who will not stop ", count=1234)
    MissingAddress.objects.create(publisher=office, path=("an/old/address/that/goes/on/" * 7)[:200], count=1234)
    Redirect.objects.create(publisher=office, path="old-news", target="site:/news/")
    OutsideLink.objects.create(publisher=office, address="https://www.example.org/" + "long-" * 60, host="www.example.org", failures=3, last_status=404)
    Enquiry.objects.create(publisher=office, kind="enquiry", name="Asha Reader", email="asha@example.org", subject="A question", message="Words. " * 90, sender_key="x", form_key="tour")
    return draft


def revise(thing, author, **fields) -> None:
    from collaboration.editorial.revisions import Revision
    from collaboration.editorial.snapshots import snapshot

    Revision.objects.create(thing=thing, publisher=thing.publisher, number=1, title=str(thing), fields=snapshot(thing), author=author, **fields)


class Tour:
    """The addresses of the desk of one running site, and an administrator to visit them with."""

    def __init__(self, site):
        self.kinds = on_site(site, "set_the_scene", module="tests.browser.desk_tour")
        self.administrator: OnSite = cast(site, {"role": "administrator", "of": "programme", "name": "Ada Ministrator"})[0]

    def addresses(self) -> list[str]:
        found = ["/admin/", "/admin/collaboration/", *(f"/admin/awaiting/{kind}/" for kind in AWAITED), *(f"/admin/account/{page}" for page in ACCOUNT)]
        for kind, number in self.kinds:
            root = f"/admin/collaboration/{kind}/"
            # An empty form has the fields of a filled one: it is looked at where there is no row, and for some.
            found += [root, *([f"{root}{number}/change/"] if number else []), *([f"{root}add/"] if not number or kind in THOROUGHLY else [])]
            if kind in THOROUGHLY and number:
                found += [f"{root}{number}/{page}/" for page in ("history", "delete")]
        release = dict(map(tuple, self.kinds))["pressrelease"]
        found += [f"/admin/collaboration/pressrelease/{release}/{page}/" for page in ("publishing", "preview")]
        return [*found, "/admin/collaboration/pressrelease/?q=zzzz", "/admin/collaboration/page/?state=live"]
