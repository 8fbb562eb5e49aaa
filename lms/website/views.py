"""Home for each kind of visitor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What to do next, for whoever comes."""
    return render(request, "website/home.html")
