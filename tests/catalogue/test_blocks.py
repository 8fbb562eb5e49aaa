"""A lesson's blocks come out as the light HTML of the design, whatever was typed into them."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from courses.catalogue.models import LessonPage
from courses.catalogue.reading import render_body, with_ticks

SCRIPT = "<script>alert(1)</script>"
LONG = "ж" * 200


def lesson(*blocks: tuple[str, Any], language: str = "ru") -> LessonPage:
    raw = [
        {"type": kind, "value": value, "id": f"block-{number}"}
        for number, (kind, value) in enumerate(blocks)
    ]
    page = LessonPage(title="Урок", locale=Locale.objects.get(language_code=language))
    page.body = page.body.stream_block.to_python(raw)
    return page


def items(*values: Any) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": value, "id": f"item-{number}"}
        for number, value in enumerate(values)
    ]


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def test_a_heading_and_a_text() -> None:
    page = lesson(
        ("heading", "Что понадобится"),
        (
            "text",
            '<p data-block-key="a">Два <b>помощника</b></p><ul><li data-block-key="b">мешки</li></ul>',
        ),
    )
    assert render_body(page, "ru") == (
        "<h2>Что понадобится</h2>\n<p>Два <b>помощника</b></p><ul><li>мешки</li></ul>"
    )


def test_steps_open_with_their_title_in_bold() -> None:
    step = {"title": "Раздайте мешки", "text": "<p>По три на двор.</p>"}
    bare = {"title": "Готово?", "text": ""}
    html = render_body(lesson(("steps", {"items": items(step, bare)})), "ru")
    assert '<ol class="steps"><li><b>Раздайте мешки.</b> По три на двор.</li>' in html
    assert "<li><b>Готово?</b></li>" in html


@pytest.mark.parametrize(
    ("tone", "opening"),
    [
        ("tip", '<div class="note tip"><p><b>Совет.</b> '),
        ("law", '<div class="note"><p><b>Совет.</b> '),
        ("warning", '<div class="note warn"><p><b>Совет.</b> '),
        ("example", '<div class="note good"><p><b>Совет.</b> '),
    ],
)
def test_a_callout_has_the_tone_of_its_kind(tone: str, opening: str) -> None:
    callout = {"tone": tone, "title": "Совет", "text": "<p>Зимой золы больше.</p>"}
    assert opening in render_body(lesson(("callout", callout)), "ru")


def test_columns_of_figures_stand_at_their_end() -> None:
    table = {
        "caption": "Нормы",
        "head": items("Кто", "Литров", "Где"),
        "rows": items(
            {"cells": items("Двор", "60–80", "село")},
            {"cells": items("Школа", "3,5 %", "—")},
        ),
    }
    html = render_body(lesson(("table", table)), "ru")
    assert "<caption>Нормы</caption>" in html
    assert (
        '<th scope="col">Кто</th><th scope="col" class="n">Литров</th><th scope="col">Где</th>'
        in html
    )
    assert '<tr><th scope="row">Двор</th><td class="n">60–80</td><td>село</td></tr>' in html
    assert 'class="scroll"' not in html
    assert '<div class="scroll fit" role="region" tabindex="0"' in html


def test_a_wide_table_scrolls_within_itself() -> None:
    row = {"cells": items(*"абвгд")}
    table = {"caption": "План", "head": items(*"12345"), "rows": items(row)}
    html = render_body(lesson(("table", table)), "ru")
    assert '<div class="scroll" role="region" tabindex="0" aria-label="План">' in html


def test_ticks_are_kept_by_the_items_ids() -> None:
    checklist = {"title": "Готово у вас", "items": items("Дворы", "Мешки")}
    body = render_body(lesson(("checklist", checklist)), "ru")
    html = with_ticks(body, {"item-1"}, can_save=True)
    assert 'value="item-0" form="ticks" autocomplete="off">Дворы' in html
    assert 'value="item-1" checked form="ticks" autocomplete="off">Мешки' in html
    assert '<button class="btn plain small" form="ticks">' in html
    assert "<button" not in with_ticks(body, set(), can_save=False)
    assert "<!--" not in html


def test_a_picture_is_offered_light_and_in_two_widths() -> None:
    image = Image.objects.create(title="Схема", file=get_test_image_file(size=(1200, 600)))
    figure = {"image": image.pk, "alt": 'Схема "двор"', "caption": "Путь мусора"}
    html = render_body(lesson(("figure", figure)), "ru")
    assert html.startswith("<figure><picture><source")
    assert html.count(".avif 400w") == html.count(".webp 400w") >= 1
    assert 'width="400"' in html or 'width="800"' in html
    assert 'loading="lazy"' in html
    assert 'alt="Схема &quot;двор&quot;"' in html
    assert "<figcaption>Путь мусора</figcaption></figure>" in html


def test_a_deleted_picture_leaves_no_hole() -> None:
    figure = {"image": 999_999, "alt": "Схема", "caption": ""}
    assert render_body(lesson(("figure", figure)), "ru") == ""


@pytest.mark.parametrize("words", [SCRIPT, LONG, "\u202exyz", "=cmd()", "🙂"])
def test_bad_words_come_out_as_text(words: str) -> None:
    page = lesson(
        ("heading", words),
        ("callout", {"tone": "tip", "title": words, "text": "<p>да</p>"}),
        ("table", {"caption": words, "head": items(words), "rows": items({"cells": items(words)})}),
        ("steps", {"items": items({"title": words, "text": ""})}),
        ("checklist", {"title": words, "items": items(words)}),
        ("accordion", {"items": items({"title": words, "text": "<p>да</p>"})}),
    )
    html = render_body(page, "ru")
    assert "<script" not in html
    # A table is named twice: by its caption, and as what scrolls.
    assert html.count(words.replace("<", "&lt;").replace(">", "&gt;")) == 10


def test_words_around_a_text_in_another_language_say_their_own() -> None:
    document = Document.objects.create(title="Таблица", file=ContentFile(b"a;b" * 9200, "list.csv"))
    page = lesson(("document", {"document": document.pk, "title": "Таблица замеров"}))
    html = render_body(page, "en")
    assert (
        f'<a href="/documents/{document.pk}/{document.filename}"><b>Таблица замеров</b></a>' in html
    )
    assert '<span class="small soft" lang="en">CSV, 27 KB</span>' in html


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "jAva&#10;script:alert(1)", "data:text/html,x"]
)
def test_a_link_runs_no_script(address: str) -> None:
    """A translator writes addresses of links anew, and wagtail-localize takes whatever comes."""
    html = render_body(lesson(("text", f'<p>Читайте <a href="{address}">закон</a></p>')), "ru")
    assert "<a>закон</a>" in html


def test_a_link_leads_where_it_says() -> None:
    text = '<p><a href="https://cbd.minjust.gov.kg/1?a=b&amp;c=d">закон</a></p>'
    assert text in render_body(lesson(("text", text)), "ru")
