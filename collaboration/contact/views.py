"""The pages of the forms. None is ever kept by a cache."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .complaints import topics_of
from .forms import ComplaintChoice, ComplaintForm, EnquiryForm, TopicOfForm
from .models import Enquiry
from .receiving import TooMany, receive
from .senders import client_address, sender_key


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
    return render(request, "contact/answer.html" if answer else "contact/complaints.html", {"form": form, "answer": answer})


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


def sent_data(request: HttpRequest):
    """What was posted; None where the form is only looked at."""
    return request.POST if request.method == "POST" else None


def show_or_receive(request: HttpRequest, form: EnquiryForm, template: str) -> HttpResponse:
    """Show a form, or take in what was sent with it and lead to the confirmation."""
    earlier = form.is_bound and form.key and Enquiry.objects.filter(form_key=form.key.secret).first()
    if earlier:
        return redirect("contact:sent", reference=earlier.reference)
    status, headers = 200, {}
    if form.is_bound and form.is_valid():
        try:
            enquiry = receive(form.enquiry(sender_key(client_address(request))))
            return redirect("contact:sent", reference=enquiry.reference)
        except TooMany as refusal:
            form.refuse(_("Nothing was sent: five messages have come from your connection in the last hour, and more are not taken. Please send it later, or use another way to reach the office."))
            status, headers = 429, {"Retry-After": str(int(refusal.wait.total_seconds()) + 1)}
    response = render(request, template, {"form": form}, status=status)
    response.headers.update(headers)
    return response
