"""The index of models, for Django. Rooms import from rooms, never from here."""

from collaboration.accounts.models import Membership, User
from collaboration.agreements.models import Agreement, Document
from collaboration.contact.models import Enquiry
from collaboration.editorial.revisions import Kept, PreviewLink, PreviewOpening, Revision
from collaboration.facts.models import Fact, Milestone, OfficeHolder
from collaboration.news.models import MediaContact, PressRelease
from collaboration.pages.models import Page
from collaboration.post.models import Letter
from collaboration.publishers.models import Force, MenuItem, Publisher
from collaboration.search.models import SearchRecord
from collaboration.sources.models import Source
from collaboration.units.models import Unit

__all__ = [
    "Agreement",
    "Document",
    "Enquiry",
    "Fact",
    "Force",
    "Kept",
    "Letter",
    "MediaContact",
    "Membership",
    "MenuItem",
    "Milestone",
    "OfficeHolder",
    "Page",
    "PressRelease",
    "PreviewLink",
    "PreviewOpening",
    "Publisher",
    "Revision",
    "SearchRecord",
    "Source",
    "Unit",
    "User",
]
