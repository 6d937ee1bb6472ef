"""The table of all addresses, for every site. The programme's own come first, running text last.

`/admin/`, `/health/` and `/metrics` answer on the programme's site only (see the publisher middleware).
"""

from django.contrib import admin
from django.urls import include, path

from collaboration import preferences
from collaboration.editorial import sharing
from collaboration.front.desk_views import awaiting_list
from collaboration.passes.desk import passes_of_release
from collaboration.search.linking import link_search

# Where nothing has loaded the desk before: see DeskConfig.
admin.autodiscover()

urlpatterns = [
    path("admin/account/", include("collaboration.accounts.urls")),
    path("admin/link-search/", link_search, name="link-search"),
    path("admin/awaiting/<slug:kind>/", admin.site.admin_view(awaiting_list), name="awaiting"),
    path("admin/collaboration/pressrelease/<int:number>/passes/", admin.site.admin_view(passes_of_release), name="collaboration_pressrelease_passes"),
    path("admin/", admin.site.urls),
    path("preview/<str:token>/", sharing.shared_preview, name="shared-preview"),
    path("embargo/", include("collaboration.passes.urls")),
    path("text-size/", preferences.choose, name="text-size"),
    path("", include("collaboration.watch.urls")),
    path("", include("collaboration.front.urls")),
    path("", include("collaboration.units.urls")),
    path("agreements/", include("collaboration.agreements.urls")),
    path("publication-duties/", include("collaboration.duties.urls")),
    path("api/", include("collaboration.api.urls")),
    path("news/", include("collaboration.news.urls")),
    path("search/", include("collaboration.search.urls")),
    path("", include("collaboration.facts.urls")),
    path("", include("collaboration.contact.urls")),
    path("", include("collaboration.alerts.urls")),
    path("", include("collaboration.pictures.urls")),
    path("", include("collaboration.pages.urls")),
]
