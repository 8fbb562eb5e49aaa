"""Who may do what at the addresses of people, municipalities and memberships."""

from collections.abc import Callable
from typing import Any

from tests.security.world import World

#                         visitor unconfirmed refused former learner coordinator foreign trainer moderator manager admin
TABLE = """
account_signup            yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
change_name               in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
change_settings           in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
change_work               in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
have_code                 yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
invitation                yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
invitation_withdraw       in      no          no      no     no      yes         no      no      no        yes     yes
leave_work                in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
membership_confirm        in      no          no      no     no      yes         no      no      no        no      no
membership_refuse         in      no          no      no     no      yes         no      no      no        no      no
municipality_about        in      no          no      no     no      yes         yes     no      no        no      no
municipality_about_one    in      no          no      no     no      yes         no      no      no        no      no
municipality_end          in      no          no      no     no      yes         no      no      no        yes     yes
municipality_invitations  in      no          no      no     no      yes         yes     no      no        no      no
municipality_member       in      no          no      no     no      yes         no      no      no        no      no
municipality_page         yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
municipality_people       in      no          no      no     no      yes         yes     no      no        no      no
municipality_return_code  in      no          no      no     no      yes         no      no      no        no      no
municipality_waiting      in      no          no      no     no      yes         yes     no      no        no      no
name_accept               in      no          no      no     no      yes         no      no      no        yes     yes
name_refuse               in      no          no      no     no      yes         no      no      no        yes     yes
new_password              in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
passkey                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
person                    in      no          no      no     yes     yes         yes     no      no        yes     yes
profile                   in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
programme_people          in      no          no      no     no      no          no      no      no        yes     yes
programme_person          in      no          no      no     no      no          no      no      no        yes     yes
programme_waiting         in      no          no      no     no      no          no      no      no        yes     yes
role_revoke               in      no          no      no     no      no          no      no      no        yes     yes
set_language              yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
withdraw_name             in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
"""

ABOUT: dict[str, Callable[[World], dict[str, Any]]] = {
    "invitation": lambda w: {"code": w.code},
    "invitation_withdraw": lambda w: {"pk": w.invitation.pk},
    "membership_confirm": lambda w: {"pk": w.waiting.pk},
    "membership_refuse": lambda w: {"pk": w.waiting.pk},
    "municipality_about_one": lambda w: {"code": w.municipality.code},
    "municipality_end": lambda w: {"uuid": w.person("learner").uuid},
    "municipality_member": lambda w: {"uuid": w.person("learner").uuid},
    "municipality_page": lambda w: {"code": w.municipality.code},
    "municipality_return_code": lambda w: {"uuid": w.phoned.uuid},
    "name_accept": lambda w: {"pk": w.name_change.pk},
    "name_refuse": lambda w: {"pk": w.name_change.pk},
    "person": lambda w: {"uuid": w.person("learner").uuid},
    "programme_person": lambda w: {"uuid": w.person("learner").uuid},
    "role_revoke": lambda w: {"pk": w.person("coordinator").role_grants.get().pk},
    "set_language": lambda w: {"language": "ru"},
}

POSTED: dict[str, dict[str, Any]] = {
    "invitation_withdraw": {},
    "leave_work": {},
    "membership_confirm": {},
    "membership_refuse": {"because": "Работает не у нас."},
    "municipality_end": {},
    "municipality_return_code": {},
    "name_accept": {},
    "name_refuse": {"because": "В паспорте иначе."},
    "role_revoke": {},
    "set_language": {},
    "withdraw_name": {},
}
