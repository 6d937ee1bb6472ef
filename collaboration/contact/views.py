"""The pages of the forms. None is ever kept by a cache."""

import math

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.senders import client_address, sender_key

from .complaints import topics_of
from .forms import ComplaintChoice, ComplaintForm, EnquiryForm, TopicOfForm
from .models import Enquiry
from .receiving import TooMany, receive

ENOUGH = _(
    "This was not sent. Five messages have come from your connection in the last hour, which is the most we take. "
    "Please send it later, or reach the office in another way."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the office, and a form to write to it."""
    form = EnquiryForm(request.publisher, request.publishers, data=sent_data(request))
    return show_or_receive(request, form, "contact/contact.html")


@never_cache
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Who deals with which complaint: a choice first, then the body it goes to."""
    form = ComplaintChoice(request.publisher, request.publishers, request.GET)
    answer = form.answer()
    template = "contact/answer.html" if answer else "contact/complaints.html"
    return render(request, template, {"form": form, "answer": answer})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """The form for a complaint that this publisher deals with; any other goes back to the choice."""
    topic = TopicOfForm(request.publisher, request.GET).topic() if topics_of(request.publisher) else None
    if topic is None:
        return redirect("contact:complaints")
    form = ComplaintForm(request.publisher, request.publishers, topic, data=sent_data(request))
    return show_or_receive(request, form, "contact/complaint.html")


@never_cache
@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The confirmation, which tells a reference and nothing of what was written."""
    found = Enquiry.objects.select_related("publisher")
    if not request.publisher.is_programme:
        found = found.filter(publisher=request.publisher)
    response = render(request, "contact/sent.html", {"enquiry": get_object_or_404(found, reference=reference)})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def sent_data(request: HttpRequest) -> QueryDict | None:
    """What was posted; None where the form is only looked at."""
    return request.POST if request.method == "POST" else None


def show_or_receive(request: HttpRequest, form: EnquiryForm, template: str) -> HttpResponse:
    """Show a form, or take in what was sent with it and lead to the confirmation."""
    earlier = form.is_bound and form.key and Enquiry.objects.filter(form_key=form.key.secret).first()
    if earlier:
        return redirect("contact:sent", reference=earlier.reference)
    status, wait = 200, None
    if form.is_bound and form.is_valid():
        try:
            enquiry = receive(form.enquiry(sender_key(client_address(request))))
            return redirect("contact:sent", reference=enquiry.reference)
        except TooMany as refusal:
            form.refuse(ENOUGH)
            status, wait = 429, refusal.wait
    response = render(request, template, {"form": form}, status=status)
    if wait:
        response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response
