"""The language in which somebody reads, remembered on the phone, and for messages to the person."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lms.people.models import Person


def remembered_language(request: HttpRequest) -> str | None:
    """The language that was chosen in this browser, if any was; Django's `LocaleMiddleware` follows it too."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else None


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Keep the choice: a cookie for everybody, and the person's own setting for mail and SMS."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    user = getattr(request, "user", None)
    if isinstance(user, Person) and user.language != language:
        Person.objects.filter(pk=user.pk).update(language=language)
