"""What the notices of cases share: where they stand on the page of preferences, and what a case is called in them."""

from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import get_language, gettext_lazy
from wagtail.models import Page

from exchange.cases.models import Case, CaseText
from lms.languages import LANGUAGES

GROUP = gettext_lazy("Cases")


def title_of_page(page: str = "page_id", field: str = "title") -> Subquery:
    """In a query: the title of the page whose key stands in that column, which it keeps when its words are gone.

    `field`: “draft_title” is that of the latest revision, for what is not published yet.
    """
    return Subquery(Page.objects.filter(pk=OuterRef(page)).values(field)[:1])


def titles_of_pages(key: str = "key") -> dict[str, Subquery]:
    """In a query: what `page_title_in_language` needs, of the pages of the case whose key stands in that column."""
    pages = Page.objects.filter(translation_key=OuterRef(key)).values("title")
    return {
        f"title_{code}": Subquery(pages.filter(locale__language_code=code)[:1])
        for code in LANGUAGES
    }


def page_title_in_language(row: Any) -> str:
    """What its page in the language that is active is called; that of its first language where there is none."""
    title: str = getattr(row, f"title_{get_language() or 'ru'}") or row.title
    return title


def titles_of(case: str = "") -> Prefetch[str]:
    """In a query: what `title_in_language` needs. `case`: the way to the case, “case__”."""
    return Prefetch(f"{case}texts", CaseText.objects.only("case", "language", "title"))


def title_in_language(case: Case) -> str:
    """What readers of the language that is active know it as; nothing of what is not published any more."""
    titles = {text.language: text.title for text in case.texts.all()}
    return titles.get(get_language() or "ru", "")
