"""An excerpt reads as a line, though it comes from headings, items and paragraphs."""

from search.highlighting import excerpt, sought_by


def test_blocks_without_a_mark_at_their_end_are_kept_apart():
    body = "Откуда мусор\nСначала счёт:\nпакеты\n\nбутылки\nДороги нет. Ждут.\nА дальше"
    assert excerpt(body, sought_by(())) == (
        "Откуда мусор · Сначала счёт: пакеты · бутылки · Дороги нет. Ждут. А дальше"
    )


def test_a_quotation_mark_at_a_block_s_end_is_no_full_stop():
    assert excerpt('Курс "Вода"\nУрок', sought_by(())) == "Курс &quot;Вода&quot; · Урок"
