"""The desk's forms: a page to show first, and what to do about a search in vain."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.accounts.desk import DeskForm

from .finding import find
from .models import EmptySearch, PromotedPage, SearchRecord, SearchSynonym
from .scope import Scope
from .spelling import near_by, nearest
from .words import LONGEST_PHRASE, telling, words_of

PAGES, WORDS = 5, 3


def refuse_unknown(rule: PromotedPage) -> None:
    """Raises ValidationError unless a public page of ours stands at the target; what is not public yet is answered as what is not there."""
    slug, path = rule.place_for(rule.publisher)
    if not SearchRecord.objects.live().filter(publisher__slug=slug, path=path).exists():
        raise ValidationError({"target": _("The search knows no public page at this address. Copy the address from the page itself.")})


class PromotedPageForm(DeskForm):
    """A rule whose page is there."""

    def clean(self):
        cleaned = super().clean()
        target, office = cleaned.get("target"), cleaned.get("publisher") or getattr(self.instance, "publisher", None)
        if target and office and not self.errors:
            refuse_unknown(PromotedPage(publisher=office, target=target))
        return cleaned


class MendSearch(forms.Form):
    """What a search in vain finds from now on: a page that is pressed or written, or what words that mean the same find."""

    page = forms.CharField(required=False, max_length=500)
    other = forms.CharField(required=False, max_length=500, label=_("Another page"), help_text=_("site:/contact/ for a page of this site, site:derbyshire-opcc/contact/ for a page of another."))
    alike = forms.CharField(required=False, max_length=200, label=_("Words that mean the same"), help_text=_("Words that do find something, such as forensics for fingerprints."))
    word = forms.CharField(required=False, max_length=200)

    def __init__(self, empty: EmptySearch, data=None):
        super().__init__(data)
        self.empty = empty

    @property
    def pages(self) -> list[tuple[str, SearchRecord]]:
        """The nearest public pages, each as a rule writes it."""
        site = self.empty.publisher
        found = find(telling(words_of(self.empty.words)), site)[:PAGES]
        return [(f"site:{'' if one.publisher_id == site.pk else one.publisher.slug}/{one.path}", one) for one in found]

    @property
    def words_near(self) -> list[str]:
        """Public words that are a slip or two away."""
        scope = Scope(timezone.now(), self.empty.publisher)
        typed = [word for word in words_of(self.empty.words) if near_by(word)]
        return list(dict.fromkeys(near for word in typed if (near := nearest(word, scope))))[:WORDS]

    def clean(self) -> dict:
        cleaned = super().clean()
        target, alike = cleaned.get("page") or cleaned.get("other"), cleaned.get("word") or cleaned.get("alike")
        if not target and not alike:
            raise ValidationError(_("Choose a page, or write words that mean the same."))
        field = "other" if target else "alike"
        words = " ".join(words_of(self.empty.words)[:LONGEST_PHRASE])
        self.made = PromotedPage(publisher=self.empty.publisher, words=words, target=target.strip()) if target else SearchSynonym(publisher=self.empty.publisher, words=f"{words}, {alike.strip()}")
        try:
            self.made.full_clean()
            if target:
                refuse_unknown(self.made)
        except ValidationError as error:
            self.add_error(field, error.messages)
        return cleaned
