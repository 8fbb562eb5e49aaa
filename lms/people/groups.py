"""The groups that carry a role into Wagtail's editor; the rooms above give them their rights."""

from lms.people.models import Role

TRAINERS = "Trainers"
MODERATORS = "Moderators"
MANAGERS = "Managers"

GROUP_OF_ROLE = {
    Role.TRAINER: TRAINERS,
    Role.MODERATOR: MODERATORS,
    Role.MANAGER: MANAGERS,
    Role.ADMIN: MANAGERS,
}
