"""Who may do what at the addresses of courses, certificates and reports."""

from collections.abc import Callable
from typing import Any

from tests.security.world import World

#                         visitor unconfirmed refused former learner coordinator foreign trainer moderator manager admin
TABLE = """
activity                  yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
attempt                   in      no          no      no     yes     no          no      no      no        no      no
attempt_answers           in      no          no      no     yes     no          no      no      no        no      no
attempt_check             in      no          no      no     yes     no          no      no      no        no      no
attempt_question          in      no          no      no     yes     no          no      no      no        no      no
attempt_result            in      no          no      no     yes     no          no      no      no        no      no
attempt_submit            in      no          no      no     yes     no          no      no      no        no      no
catalogue                 yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
certificate               in      no          no      no     yes     no          no      no      no        yes     yes
certificate_pdf           in      no          no      no     yes     no          no      no      no        yes     yes
complete_lesson           in      no          no      no     yes     no          no      no      no        no      no
course                    yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
enrol                     in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
leave                     in      no          no      no     yes     no          no      no      no        no      no
media                     no      no          no      no     no      no          no      no      no        no      no
module                    yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
municipality              in      no          no      no     no      yes         yes     no      no        yes     yes
municipality_records      in      no          no      no     no      yes         yes     no      no        yes     yes
municipality_remind       in      no          no      no     no      yes         yes     no      no        no      no
my_certificates           in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
programme                 in      no          no      no     no      no          no      no      no        yes     yes
programme_certificate     in      no          no      no     no      no          no      no      no        yes     yes
programme_certificates    in      no          no      no     no      no          no      no      no        yes     yes
programme_flow            in      no          no      no     no      no          no      no      no        yes     yes
programme_forgeries       in      no          no      no     no      no          no      no      no        yes     yes
programme_list            in      no          no      no     no      no          no      no      no        yes     yes
programme_municipality    in      no          no      no     no      no          no      no      no        yes     yes
programme_records         in      no          no      no     no      no          no      no      no        yes     yes
quiz_regrade              in      no          no      no     no      no          no      yes     no        no      yes
quiz_start                in      no          no      no     yes     no          no      no      no        no      no
reissue_certificate       in      no          no      no     no      no          no      no      no        yes     yes
renew_certificate         in      no          no      no     yes     no          no      no      no        no      no
report_forgery            yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
revoke_certificate        in      no          no      no     no      no          no      no      no        yes     yes
tick                      in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
translations_of_courses   in      no          no      no     no      no          no      yes     no        no      yes
verify                    yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
verify_form               yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
whom_it_binds             in      no          no      no     no      no          no      yes     no        no      yes
"""

ABOUT: dict[str, Callable[[World], dict[str, Any]]] = {
    "activity": lambda w: place_of(w, "lesson-1"),
    "attempt": lambda w: {"attempt_id": w.attempt.pk},
    "attempt_answers": lambda w: {"attempt_id": w.attempt.pk},
    "attempt_check": lambda w: {"attempt_id": w.attempt.pk},
    "attempt_question": lambda w: {"attempt_id": w.attempt.pk, "number": 1},
    "attempt_result": lambda w: {"attempt_id": w.attempt.pk},
    "attempt_submit": lambda w: {"attempt_id": w.attempt.pk},
    "certificate": lambda w: {"number": w.certificate.number},
    "certificate_pdf": lambda w: {"number": w.certificate.number},
    "complete_lesson": lambda w: {"activity_key": w.course.lessons[0].translation_key},
    "course": lambda w: {"course": w.course.page.slug},
    "enrol": lambda w: {"course_key": w.course.key},
    "leave": lambda w: {"course_key": w.course.key},
    "media": lambda w: {"path": "nothing.mp4"},
    "module": lambda w: {"course": w.course.page.slug, "module": "module-1"},
    "programme_certificate": lambda w: {"number": w.certificate.number},
    "programme_municipality": lambda w: {"code": w.municipality.code},
    "quiz_regrade": lambda w: {"page_id": w.course.quiz.pk},
    "quiz_start": lambda w: {"quiz_key": w.course.quiz.translation_key},
    "reissue_certificate": lambda w: {"number": w.certificate.number},
    "renew_certificate": lambda w: {"number": w.certificate.number},
    "revoke_certificate": lambda w: {"number": w.certificate.number},
    "tick": lambda w: {"activity_key": w.course.lessons[0].translation_key},
    "verify": lambda w: {"typed": w.certificate.code},
    "whom_it_binds": lambda w: {"page_id": w.course.lessons[0].pk},
}

ASKED: dict[str, dict[str, str]] = {
    "programme_list": {"what": "started"},
}

POSTED: dict[str, dict[str, Any]] = {
    "attempt_answers": {},
    "attempt_submit": {},
    "complete_lesson": {},
    "enrol": {},
    "leave": {},
    "quiz_start": {},
    "reissue_certificate": {},
    "renew_certificate": {},
    "revoke_certificate": {"why": "Выдан по ошибке."},
    "tick": {},
}


def place_of(world: World, activity: str) -> dict[str, Any]:
    return {"course": world.course.page.slug, "module": "module-1", "activity": activity}
