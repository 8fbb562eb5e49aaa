"""A link opens a page at the passage that was found."""

from urllib.parse import unquote

from search.passages import at_passage


def test_the_words_around_what_was_found_are_in_the_address():
    excerpt = "… Сначала договор. Тариф на <mark>вывоз</mark> <mark>мусора</mark> считают со двора. Потом …"
    link = at_passage("/ru/courses/waste/tariff/lesson/", excerpt)
    address, _, fragment = link.partition("#:~:")
    assert address == "/ru/courses/waste/tariff/lesson/"
    assert [unquote(each) for each in fragment.split("&")] == [
        "text=Тариф на вывоз мусора считают со двора",
        "text=вывоз",
    ]


def test_nothing_found_in_the_text_opens_the_page():
    assert at_passage("/ru/", "Просто текст") == "/ru/"


def test_a_place_on_the_page_stays_a_place():
    assert (
        at_passage("/ru/#part", "<mark>вода</mark>") == "/ru/#part:~:text=%D0%B2%D0%BE%D0%B4%D0%B0"
    )


def test_marks_of_the_fragment_and_of_html_are_words_like_others():
    link = at_passage("/", "какой-то &amp; <mark>A&amp;B-C,</mark> &lt;i&gt;")
    assert link.partition("#:~:")[2] == "text=A%26B%2DC%2C"
