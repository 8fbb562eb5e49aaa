"""The PDF: what it says, for any name; what it declares; and that it is the same whenever it is made."""

import hashlib
import re
import subprocess
import sys
from typing import Any

import pytest

from courses.certificates import pdf as pdfs
from courses.certificates.facts import as_printed
from courses.certificates.pdf import MISSING, TEMPLATES, make_pdf
from tests.certificates.papers import a_paper, read, squeezed, text_of

# The template of certificates that were issued is never edited: a change is a new version.
TEMPLATE_1 = "97c1b50ebd5d4ab3db44cbe8df709dc9e4e0782a534e19c3eafbcaf1b52f6c38"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ky",
            [
                "Сертификат",
                "Номери",
                "Таштанды чыгарууну уюштуруу",
                "2026-жылдын 12-ноябры",
                "2028-жылдын 12-ноябрына чейин",
                "2,5",
            ],
        ),
        (
            "ru",
            [
                "Сертификат",
                "Организация вывоза мусора",
                "12 ноября 2026 года",
                "до 12 ноября 2028 года",
                "2,5",
            ],
        ),
        (
            "en",
            [
                "Certificate",
                "Организация вывоза мусора",
                "12 November 2026",
                "until 12 November 2028",
                "2.5",
            ],
        ),
    ],
)
def test_a_certificate_says_everything_in_the_learners_language(language, words):
    text = text_of(make_pdf(a_paper(language=language, hours=2.5)))
    for fact in [
        *words,
        "Токтосунова Айгүл Өмүрбековна",
        "Теплоключенский айылный аймак",
        "2026-000412",
        "7KQ4 M2XD 9TRA V5HC 3WPE 8NYB 6F",
        "tajryiba.example/verify/",
    ]:
        assert squeezed(fact) in text


def test_what_does_not_apply_is_not_printed():
    text = text_of(make_pdf(a_paper(municipality=None, expires_on=None)))
    assert "Муниципалитет" not in text
    assert "Действует" not in text


@pytest.mark.parametrize(
    "name",
    [
        "=cmd('calc')!A1",
        "<script>alert(1)</script>",
        '#let x = 1; #import "/etc/passwd"',
        "*b* _i_ $x^2$ `c` @a \\ // c /* d */",
        "Өмүрбек Ыңгайлуу Ѣѣ Ґ",
        "Айгүл 🙂👍",
    ],
)
def test_any_name_comes_through_as_text(name):
    assert squeezed(name) in text_of(make_pdf(a_paper(name=name)))


def test_a_character_that_no_font_has_is_shown_as_a_box():
    text = text_of(make_pdf(a_paper(name='Ван 李 Мин \ue000 \\u{7} "')))
    assert squeezed(f'Ван {MISSING} Мин {MISSING} \\u{{7}} "') in text


def test_two_hundred_characters_that_no_font_has_do_not_keep_it_from_being_made():
    ideograms = "".join(chr(0x4E00 + at) for at in range(200))
    assert squeezed(MISSING * 200) in text_of(make_pdf(a_paper(name=ideograms)))


def test_a_mark_that_turns_writing_round_turns_nothing_but_the_name():
    text = text_of(make_pdf(a_paper(name="Айгүл \u202eТоктосунова")))
    assert squeezed("Организация вывоза мусора") in text
    assert "\u202e" not in as_printed("Айгүл \u202eТоктосунова")


@pytest.mark.parametrize(
    "name",
    [
        " ".join(["Ж" * 200, "Ү" * 200, "Щ" * 200]),
        "W" * 200,
        " ".join(["Абдыкалыкова"] * 46),
    ],
)
def test_names_of_two_hundred_letters_fit_the_one_page(name):
    pdf = make_pdf(
        a_paper(name=name, course={"ru": "О" * 255}, municipality="Ш" * 200, language="ky")
    )
    assert len(read(pdf).pages) == 1
    text = text_of(pdf)
    for fact in [name, "О" * 255, "Ш" * 200, "2026-000412", "7KQ4 M2XD"]:
        assert squeezed(fact) in text


def test_the_same_certificate_has_the_same_bytes_in_another_process():
    here = make_pdf(a_paper(name="Айгүл 李 🙂"))
    program = (
        "import django, hashlib; django.setup();"
        "from courses.certificates.pdf import make_pdf;"
        "from tests.certificates.papers import a_paper;"
        "print(hashlib.sha256(make_pdf(a_paper(name='Айгүл 李 🙂'))).hexdigest())"
    )
    hashes = {
        subprocess.run(  # noqa: S603  our own interpreter and program
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(2)
    }
    assert hashes == {hashlib.sha256(here).hexdigest()}


def test_the_pdf_declares_its_standards_language_and_title():
    document = read(make_pdf(a_paper(language="ky")))
    catalogue: Any = document.trailer["/Root"]
    assert catalogue["/Lang"] == "ky"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert document.metadata.title == "Сертификат 2026-000412"
    xmp = catalogue["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", xmp)
    assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>", xmp)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", xmp)
    assert catalogue["/OutputIntents"]


def test_the_pdf_is_tagged_with_a_heading_paragraphs_and_a_described_picture():
    catalogue: Any = read(make_pdf(a_paper())).trailer["/Root"]
    tags: list[str] = []
    pictures: list[str] = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                tags.append(node["/S"])
                if node["/S"] == "/Figure":
                    pictures.append(node["/Alt"])
            walk(node.get("/K", []))

    walk(catalogue["/StructTreeRoot"]["/K"])
    assert tags.count("/H1") == 1
    assert "/P" in tags
    assert len(pictures) == 1
    assert pictures[0].endswith("https://tajryiba.example/verify/7KQ4M2XD9TRAV5HC3WPE8NYB6F")


def test_all_fonts_are_inside():
    document = read(make_pdf(a_paper(name="Айгүл 🙂")))
    resources: Any = document.pages[0]["/Resources"]
    fonts = resources["/Font"].values()
    assert fonts
    for font in fonts:
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"])


def test_the_template_of_issued_certificates_is_never_edited():
    template = (TEMPLATES / "certificate-1.typ").read_bytes()
    assert hashlib.sha256(template).hexdigest() == TEMPLATE_1


def test_there_is_a_template_for_every_version():
    assert [path.name for path in sorted(TEMPLATES.glob("*.typ"))] == [
        f"certificate-{version}.typ" for version in range(1, pdfs.TEMPLATE_VERSION + 1)
    ]
