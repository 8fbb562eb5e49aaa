"""Visitors find a course."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from courses.catalogue.models import PublishedCourse


def catalogue(request: HttpRequest) -> HttpResponse:
    """The courses that are published, in the reader's language."""
    courses = (
        PublishedCourse.objects.filter(language=get_language())
        .select_related("topic")
        .defer("outline")
    )
    return render(request, "catalogue/list.html", {"courses": courses})
