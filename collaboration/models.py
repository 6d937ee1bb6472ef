"""The index of models, for Django. Rooms import from rooms, never from here."""

from collaboration.accounts.models import Membership, Remembered, User
from collaboration.agreements.models import Agreement, Document
from collaboration.alerts.models import Alert, Delivery, Subscriber
from collaboration.caching.editions import Edition
from collaboration.care.models import OutsideLink, Turn
from collaboration.contact.models import Enquiry, EnquiryReading
from collaboration.duties.models import Duty, Standing
from collaboration.editorial.bundles import Bundle, BundleMember
from collaboration.editorial.revisions import Kept, PreviewLink, PreviewOpening, Revision
from collaboration.facts.models import Fact, Milestone, OfficeHolder
from collaboration.news.models import MediaContact, PressRelease, Topic
from collaboration.pages.models import Page
from collaboration.passes.models import EmbargoPass, PassOpening
from collaboration.pictures.models import Picture
from collaboration.post.models import Letter
from collaboration.publishers.models import Force, MenuItem, Publisher
from collaboration.redirects.models import MissingAddress, Redirect
from collaboration.search.models import EmptySearch, PromotedPage, SearchRecord, SearchSynonym, SearchWord
from collaboration.sources.models import Source
from collaboration.units.models import Unit

__all__ = [
    "Agreement",
    "Alert",
    "Bundle",
    "BundleMember",
    "Delivery",
    "Document",
    "Duty",
    "Edition",
    "EmbargoPass",
    "EmptySearch",
    "Enquiry",
    "EnquiryReading",
    "Fact",
    "Force",
    "Kept",
    "Letter",
    "MediaContact",
    "Membership",
    "MenuItem",
    "Milestone",
    "MissingAddress",
    "OfficeHolder",
    "OutsideLink",
    "Page",
    "PassOpening",
    "Picture",
    "PressRelease",
    "PreviewLink",
    "PreviewOpening",
    "PromotedPage",
    "Publisher",
    "Redirect",
    "Remembered",
    "Revision",
    "SearchRecord",
    "SearchSynonym",
    "SearchWord",
    "Source",
    "Standing",
    "Subscriber",
    "Topic",
    "Turn",
    "Unit",
    "User",
]
