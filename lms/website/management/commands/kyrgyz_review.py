"""`manage.py kyrgyz_review`: writes docs/kyrgyz-review.md, the list that a reader of our Kyrgyz goes through."""

from collections.abc import Iterator
from typing import Any

import polib
from django.core.management.base import BaseCommand

from lms.settings.environment import BASE_DIR

# What most people see comes first. A sentence stands in the first part that any of its places belongs to; where two
# prefixes fit a place, the longer one decides.
PARTS = (
    (
        "Signing up",
        (
            "templates/account/signup",
            "templates/people/invitation.html",
            "templates/people/invitation_unknown.html",
            "lms/people/consent.py",
            "lms/people/forms/fields.py",
            "lms/people/forms/profile.py",
            "lms/people/forms/registration.py",
            "lms/people/names.py",
            "lms/people/phones.py",
            "lms/people/registration.py",
        ),
    ),
    (
        "Signing in",
        (
            "templates/account/",
            "templates/people/have_code.html",
            "templates/people/passkey.html",
            "lms/people/adapter.py",
            "lms/people/forms/codes.py",
            "lms/people/forms/entrance.py",
            "lms/people/recovery.py",
            "lms/people/views/codes.py",
        ),
    ),
    (
        "Every page, and the home page",
        ("templates/", "templates/components/", "templates/website/", "lms/website/"),
    ),
    (
        "A course",
        ("templates/catalogue/", "courses/catalogue/listing.py", "courses/catalogue/words.py"),
    ),
    ("A lesson", ("templates/progress/", "templates/catalogue/blocks/", "courses/progress/")),
    ("A quiz", ("templates/assessment/", "courses/assessment/")),
    ("A certificate", ("templates/certificates/", "courses/certificates/")),
    ("The profile", ("templates/people/", "templates/mfa/", "templates/usersessions/", "lms/")),
    (
        "For a coordinator",
        (
            "templates/people/invitation",
            "templates/people/member.html",
            "templates/people/refuse",
            "templates/people/return_code.html",
            "templates/people/staff.html",
            "templates/people/waiting.html",
            "templates/reports/municipality.html",
            "templates/website/coordinator_panel.html",
            "lms/people/access.py",
            "lms/people/forms/municipality.py",
            "lms/people/invitations.py",
            "lms/people/views/municipality.py",
        ),
    ),
    (
        "For a manager",
        (
            "templates/certificates/forger",
            "templates/certificates/programme",
            "templates/people/people.html",
            "templates/people/person.html",
            "templates/reports/",
            "templates/website/manager_panel.html",
            "lms/people/forms/programme.py",
            "lms/people/roles.py",
            "lms/people/views/programme.py",
            "courses/reports/",
        ),
    ),
    (
        "In the editor",
        (
            "templates/catalogue/admin/",
            "templates/wagtailadmin/",
            "templates/website/trainer_panel.html",
            "courses/assessment/blocks.py",
            "courses/assessment/models.py",
            "courses/catalogue/",
        ),
    ),
    (
        "Help and personal data",
        ("templates/website/help/", "templates/website/privacy.html", "lms/website/help.py"),
    ),
)

INTRODUCTION = """\
# Our Kyrgyz, for a reader who speaks it

No native speaker has read our Kyrgyz yet. It was written with the glossary of the programme at hand, and it may be
stiff, wrong in a shade, or a calque of Russian. Whoever reads it and writes better helps everybody who learns here.

## How to propose a correction

Write down the English sentence and the Kyrgyz one that you would say, in an issue or in any letter to the people who
keep Tajryiba; one or a hundred at a time. Who can edit files changes `locale/ky/LC_MESSAGES/django.po` directly and
runs `make check-catalogues`, which finds a lost placeholder. `manage.py kyrgyz_review` then writes this page anew.

- `%(name)s` and `{name}` are filled in by the program: keep them letter for letter. No suffix can be put on them, since
  nobody knows which vowels they will have; build the sentence so that they stand in the nominative.
- Say «сиз». Short sentences, the verb first where Kyrgyz allows it, no exclamation marks.
- A term is changed everywhere at once. Those we doubt most: угуучу (learner), босоголук балл (pass mark), аракет
  (attempt), жетишүү (progress), таандыктык (membership), тастыктоо (to confirm), кайтарып алуу (to revoke), кайра
  кирүү коду (a code to come back), кирүү ачкычы (passkey), экинчи ыкма (second factor), чыпка (filter), каралама
  (draft), жарыялоо (to publish).

## The sentences, most seen first
"""


def part_of(entry: polib.POEntry) -> int:
    """The number of the first part that the sentence is seen in."""

    def belongs(place: str) -> int:
        fitting = [
            (len(prefix), -number)
            for number, (_title, prefixes) in enumerate(PARTS)
            for prefix in prefixes
            if place.startswith(prefix)
        ]
        return -max(fitting)[1] if fitting else len(PARTS) - 1

    return min((belongs(place) for place, _line in entry.occurrences), default=len(PARTS) - 1)


def cell(text: str) -> str:
    """A text that can stand in a table of Markdown, with its markup shown."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ").strip()


def lines(catalogue: polib.POFile) -> Iterator[str]:
    """The tables, part by part, each in the order of the catalogue."""
    parts: dict[int, list[polib.POEntry]] = {}
    for entry in catalogue:
        parts.setdefault(part_of(entry), []).append(entry)
    for number, (title, _prefixes) in enumerate(PARTS):
        if number in parts:
            yield f"\n### {title}\n\n| English | Kyrgyz |\n| --- | --- |\n"
        for entry in parts.get(number, ()):
            said = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
            yield f"| {cell(entry.msgid_plural or entry.msgid)} | {cell(said)} |\n"


class Command(BaseCommand):
    help = "Writes docs/kyrgyz-review.md from the Kyrgyz catalogue."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        base = BASE_DIR
        catalogue = polib.pofile(str(base / "locale/ky/LC_MESSAGES/django.po"))
        target = base / "docs" / "kyrgyz-review.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text(INTRODUCTION + "".join(lines(catalogue)), encoding="utf-8")
        self.stdout.write(f"{target.relative_to(base)}: {len(catalogue)} sentences")
