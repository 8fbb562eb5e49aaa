"""Who may do what at the addresses of cases and adoptions."""

from collections.abc import Callable
from typing import Any

from tests.security.world import World

#                         visitor unconfirmed refused former learner coordinator foreign trainer moderator manager admin
TABLE = """
adoption                  yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
adoption_difference       in      no          no      no     no      no          no      no      yes       no      yes
adoption_measure          in      no          no      no     yes     yes         no      no      no        no      no
adoption_note             in      no          no      no     no      no          no      no      yes       no      yes
adoption_step             in      no          no      no     yes     yes         no      no      no        no      no
adoption_talk             in      no          no      no     yes     yes         no      no      no        no      no
case                      yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
case_adopt                in      no          no      no     no      no          yes     no      no        no      no
case_ask_to_withdraw      in      no          no      no     no     yes         no      no      no        no      no
case_confirm              in      no          no      no     no     yes         no      no      no        no      no
case_feed                 yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
case_in_review            in      no          no      no     no     no          no      no      yes       no      yes
case_of_adoption          in      no          no      no     yes     yes         no      no      no        no      no
case_of_topic             in      no          no      no     yes     yes         yes     no      no        no      no
case_revise               in      no          no      no     no      yes         no      no      no        no      no
case_taken_up             yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
case_withdraw             in      no          no      no     no      no          no      no      yes       no      yes
case_write                in      no          no      no     yes     yes         yes     no      no        no      no
cases                     yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
cases_in_review           in      no          no      no     no     no          no      no      yes       no      yes
cases_to_keep             in      no          no      no     no      no          no      no      yes       no      yes
municipality_given        yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
municipality_taken        yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_adoptions              in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_case                   in      no          no      no     yes     yes         no      no      no        no      no
my_case_authors           in      no          no      no     yes     yes         no      no      no        no      no
my_case_check             in      no          no      no     yes     yes         no      no      no        no      no
my_case_choices           in      no          no      no     yes     yes         no      no      no        no      no
my_case_delete            in      no          no      no     yes     yes         no      no      no        no      no
my_case_file              no      no          no      no     yes     yes         no      no      no        no      no
my_case_part              in      no          no      no     yes     yes         no      no      no        no      no
my_case_review            in      no          no      no     yes    yes         no      no      no        no      no
my_cases                  in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_credit                 in      no          no      no     yes     no          no      no      no        no      no
"""

ABOUT: dict[str, Callable[[World], dict[str, Any]]] = {
    "adoption": lambda w: {"slug": w.adoption.case.slug, "pk": w.adoption.pk},
    "adoption_difference": lambda w: {"slug": w.adoption.case.slug, "pk": w.adoption.pk},
    "adoption_measure": lambda w: {"slug": w.adoption.case.slug, "pk": w.adoption.pk},
    "adoption_note": lambda w: {
        "slug": w.adoption.case.slug,
        "pk": w.adoption.pk,
        "step": w.adoption.steps.exclude(note="").get().pk,
    },
    "adoption_step": lambda w: {"slug": w.adoption.case.slug, "pk": w.adoption.pk},
    "case": lambda w: {"slug": w.case.slug},
    "case_adopt": lambda w: {"slug": w.case.slug},
    "case_ask_to_withdraw": lambda w: {"slug": w.case.slug},
    "case_confirm": lambda w: {"slug": w.case.slug},
    "case_feed": lambda w: {"language": "ky"},
    "case_in_review": lambda w: {"pk": w.submitted.pk},
    "adoption_talk": lambda w: {"slug": w.adoption.case.slug, "pk": w.adoption.pk},
    "case_of_adoption": lambda w: {"pk": w.adoption.pk},
    "case_of_topic": lambda w: {"pk": w.credit.post.topic_id},
    "case_revise": lambda w: {"slug": w.case.slug},
    "case_taken_up": lambda w: {"slug": w.case.slug},
    "case_withdraw": lambda w: {"page_id": w.case.page_id},
    "municipality_given": lambda w: {"code": w.municipality.code},
    "my_case": lambda w: {"key": w.draft.key},
    "my_case_authors": lambda w: {"key": w.draft.key},
    "my_case_check": lambda w: {"key": w.draft.key},
    "my_case_choices": lambda w: {"key": w.draft.key, "kind": "course"},
    "my_case_delete": lambda w: {"key": w.draft.key},
    "my_case_file": lambda w: {"key": w.draft.key, "file": w.draft_file.key},
    "my_case_part": lambda w: {"key": w.draft.key, "part": "basics"},
    "my_case_review": lambda w: {"key": w.submitted.key},
    "my_credit": lambda w: {"pk": w.credit.pk},
    "municipality_taken": lambda w: {"code": w.municipality.code},
}

POSTED: dict[str, dict[str, Any]] = {
    "case_adopt": {"client_id": "8f14e45f-ceea-467f-9575-8a1f5d1f7c3e"},
}
