"""How what is published appears at the desk."""

from collaboration.accounts.desk import DeskAdmin


class PublishableAdmin(DeskAdmin):
    """Something with dates of publication and withdrawal."""

    list_filter = ["publisher"]
    list_select_related = ["publisher"]
