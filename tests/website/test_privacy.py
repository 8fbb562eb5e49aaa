"""The page about personal data says what is kept of people, and who sees it."""

from datetime import timedelta

import pytest
from django.test import Client

from search.log import KEPT_FOR

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ["Ваши коллеги", "Только сами слова, без того, кто их набрал, 90 дней"]),
        ("ky", ["Кесиптештериңиз", "Сөздөрдүн өздөрү гана, ким терген жазылбайт, 90 күн"]),
        ("en", ["Your colleagues", "The words alone, without who typed them, for 90 days"]),
    ],
)
def test_it_says_what_colleagues_see_and_what_the_search_keeps(
    client: Client, language: str, words: list[str]
):
    page = client.get(f"/{language}/privacy/").content.decode()
    assert [each for each in words if each not in page] == []
    assert timedelta(days=90) == KEPT_FOR
