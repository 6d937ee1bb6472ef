"""The address of a page of text: whatever no other room has taken."""

from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [path("<path:path>/", views.page, name="page")]
