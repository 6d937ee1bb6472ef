"""At the desk: what editors teach the search, and what it was asked in vain, with one press to mend it."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.accounts.desk import DeskAdmin

from .mending import MendSearch, PromotedPageForm
from .models import EmptySearch, PromotedPage, SearchSynonym

TEND = "tend"


@admin.register(SearchSynonym)
class SearchSynonymAdmin(DeskAdmin):
    """Words that mean the same. The programme's count on every site."""

    view_action = add_action = change_action = delete_action = TEND
    list_display = ["words", "publisher"]
    list_filter = ["publisher"]
    list_select_related = ["publisher"]
    search_fields = ["words"]
    fields = ["publisher", "words"]


@admin.register(PromotedPage)
class PromotedPageAdmin(DeskAdmin):
    """Pages to show first for certain words. The programme's count on every site."""

    form = PromotedPageForm
    view_action = add_action = change_action = delete_action = TEND
    list_display = ["words", "target", "publisher"]
    list_filter = ["publisher"]
    list_select_related = ["publisher"]
    search_fields = ["words", "target"]
    fields = ["publisher", "words", "target"]


@admin.register(EmptySearch)
class EmptySearchAdmin(DeskAdmin):
    """What people looked for in vain. Opening one offers pages to show first, and a place for what means the same."""

    view_action = change_action = delete_action = TEND
    add_action = None
    list_display = ["words", "publisher", "count", "first_on", "last_on"]
    list_filter = ["publisher"]
    list_select_related = ["publisher"]
    search_fields = ["words"]
    ordering = ["-count", "words"]

    def get_actions(self, request):
        """Several may be forgotten at once; the page that asks first is Django's own."""
        return super(DeskAdmin, self).get_actions(request)

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None) -> HttpResponse:
        """The nearest pages and words, one press each."""
        empty = self.get_object(request, object_id)
        if empty is None or not self.has_change_permission(request, empty):
            return super().change_view(request, object_id, form_url, extra_context)
        form = MendSearch(empty, request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self.mended(request, empty, form.made)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "empty": empty, "form": form, "errors": form.errors, "title": _("What should this search find?")}
        return TemplateResponse(request, "admin/search/mend.html", context)

    def mended(self, request: HttpRequest, empty: EmptySearch, made: SearchSynonym | PromotedPage) -> HttpResponse:
        with transaction.atomic():
            made.save()
            empty.delete()
        admin.site.get_model_admin(type(made)).log_addition(request, made, [{"added": {}}])
        said = gettext("Whoever looks for “%(words)s” finds something now.") % {"words": empty.words}
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:collaboration_emptysearch_changelist"))
