"""Making and closing passes, and what their addresses are made of."""

from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.accounts.models import User
from collaboration.accounts.permissions import can
from collaboration.editorial.drafting import Refused, ask, held
from collaboration.editorial.logbook import note
from collaboration.editorial.moving import in_words
from collaboration.news.models import PressRelease
from collaboration.post.sending import post
from collaboration.publishers.models import Publisher

from .models import EmbargoPass

ADDRESSES = signing.Signer(salt="collaboration.passes.address", sep=".")
PROOFS = signing.TimestampSigner(salt="collaboration.passes.proof", sep=".")
# A working day, after which the terms are accepted once more.
PROOF_LASTS = timedelta(hours=8)


def is_under_embargo(release: PressRelease) -> bool:
    """Whether it is scheduled and not out; what was only drafted, or has been taken back, is not."""
    now = timezone.now()
    return bool(release.publish_at and release.publish_at > now and not release.is_withdrawn(now))


@transaction.atomic
def make(release: PressRelease, by: User, name: str, outlet: str, email: str = "") -> EmbargoPass:
    """A new pass, its address sent by e-mail if there is one; raises Refused. The log has its number and no name."""
    release = held(release)
    ask(by, "publish", release)
    if not is_under_embargo(release):
        raise Refused(_("A pass is for a release that is scheduled and not out yet. Schedule it first."))
    try:
        with transaction.atomic():
            one = EmbargoPass.objects.create(release=release, publisher_id=release.publisher_id, name=name, outlet=outlet, email=email, made_by=by)
    except IntegrityError as error:
        raise Refused(_("%(name)s of %(outlet)s has a pass for this release already. Its address stands below.") % {"name": name, "outlet": outlet}) from error
    note(by, release, _("Made embargo pass %(number)s.") % {"number": one.pk})
    if email:
        send(one)
    return one


def send(one: EmbargoPass) -> None:
    """Post the address of a pass to its journalist. Neither subject nor text says what the release is about."""
    subject = _("Under embargo until %(moment)s: a release of %(office)s") % {"moment": in_words(one.release.publish_at), "office": one.release.publisher.name}
    post(f"embargo-pass-{one.pk}", one.email, subject, "emails/embargo_pass.txt", {"pass": one, "release": one.release, "address": address_of(one)})


@transaction.atomic
def close(one: EmbargoPass, by: User) -> None:
    """Close a pass at once; whatever page of it is open shows nothing more when it is asked for again."""
    release = held(one.release)
    ask(by, "publish", release)
    if EmbargoPass.objects.valid().filter(pk=one.pk).update(closed_at=timezone.now(), closed_by=by):
        note(by, release, _("Closed embargo pass %(number)s.") % {"number": one.pk})


def token_of(one: EmbargoPass) -> str:
    return ADDRESSES.sign(one.key)


def address_of(one: EmbargoPass) -> str:
    """The whole address to hand to its journalist, on the site of the office."""
    return one.release.publisher.reverse("passes:entrance", token=token_of(one))


def pass_of(token: str, publisher: Publisher) -> EmbargoPass | None:
    """The pass of this site that an address stands for; None for one that is not ours, another site's, or closed."""
    try:
        key = ADDRESSES.unsign(token)
    except signing.BadSignature:
        return None
    return EmbargoPass.objects.valid().select_related("release__publisher__force", "made_by").filter(key=key, release__publisher=publisher).first()


def is_open(one: EmbargoPass) -> bool:
    """Whether it shows its release now: that is under embargo, and whoever made the pass may publish there still."""
    return is_under_embargo(one.release) and can(one.made_by, "publish", one.release)


def proof_of(one: EmbargoPass) -> str:
    """What stands in an address for “the terms were accepted a while ago”, in place of a cookie."""
    return PROOFS.sign(str(one.pk))


def is_proof(one: EmbargoPass, proof: str) -> bool:
    try:
        return PROOFS.unsign(proof, max_age=PROOF_LASTS) == str(one.pk)
    except signing.BadSignature:
        return False


def passes_of(release: PressRelease) -> list[EmbargoPass]:
    """The passes of a release, the newest first, each with its openings, its address, and whether it opens."""
    found = list(EmbargoPass.objects.filter(release=release).select_related("made_by", "closed_by").prefetch_related("openings"))
    for one in found:
        one.release = release
        one.opens = one.closed_at is None and is_open(one)
        one.address = address_of(one)
    return found
