"""Puts our desk in the place of the stock admin, and allauth's accounts behind the staff door."""

from allauth.account.apps import AccountConfig as StockAccountConfig
from django.contrib.admin.apps import AdminConfig, SimpleAdminConfig


class DeskConfig(AdminConfig):
    """The admin, with the desk for its site."""

    default_site = "collaboration.accounts.desk.Desk"
    # Under a web server the desk is loaded with the table of addresses, so that starting takes a third less; commands and checks want it at once.
    waits_for_addresses = False

    def ready(self):
        if self.waits_for_addresses:
            SimpleAdminConfig.ready(self)
        else:
            super().ready()


class AccountConfig(StockAccountConfig):
    """allauth's accounts, without its demand for a middleware on every page: ours acts at the staff door."""

    def ready(self):
        from allauth.account import checks  # noqa: F401
