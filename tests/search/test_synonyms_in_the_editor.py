"""Trainers keep the words that mean the same in Wagtail."""

import pytest
from django.test import Client

from search.models import SynonymGroup
from tests import make

pytestmark = pytest.mark.django_db


def test_the_list_keeps_the_terms_of_a_group_apart_and_leads_to_it(client: Client):
    group = SynonymGroup.objects.create(
        words_ru="айыл окмоту\nмэрия", words_ky="айыл өкмөтү\n мэрия "
    )
    client.force_login(make.trainer())
    page = client.get("/admin/snippets/search/synonymgroup/", {"q": "окмоту"}).content.decode()
    assert "айыл окмоту · мэрия" in page
    assert "айыл өкмөтү · мэрия" in page
    assert f"/admin/snippets/search/synonymgroup/edit/{group.pk}/" in page
    assert "ordering=" in client.get("/admin/snippets/search/synonymgroup/").content.decode()
