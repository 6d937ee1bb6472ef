from django.http import HttpResponse


def contact(request): return HttpResponse()
def complaints(request): return HttpResponse()
def complaint(request): return HttpResponse()
def sent(request, reference): return HttpResponse()
