"""People, municipalities, memberships and roles: shape and invariants only."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.kyrgyz_order import KYRGYZ
from lms.people import access


class Sex(models.TextChoices):
    FEMALE = "f", _("Female")
    MALE = "m", _("Male")


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator of a municipality")
    TRAINER = "trainer", _("Trainer")
    MODERATOR = "moderator", _("Moderator")
    MANAGER = "manager", _("Programme manager")
    ADMIN = "admin", _("Administrator")


class InThreeLanguages(models.Model):
    """A thing of an editable list, named in all three languages; Russian stands in for what is missing."""

    name_ky = models.CharField(_("name in Kyrgyz"), max_length=200, blank=True, db_collation=KYRGYZ)
    name_ru = models.CharField(_("name in Russian"), max_length=200, db_collation=KYRGYZ)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language that is active now."""
        return self.name_in(get_language() or "ru")

    def name_in(self, language: str) -> str:
        """The name in the language with that code, else in Russian."""
        return getattr(self, f"name_{language}", "") or self.name_ru


class Region(InThreeLanguages):
    """An oblast."""

    code = models.CharField(max_length=14, unique=True)

    class Meta:
        ordering = ["name_ky", "code"]


class District(InThreeLanguages):
    """A raion."""

    code = models.CharField(max_length=14, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="districts")

    class Meta:
        ordering = ["name_ky", "code"]


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def current(self) -> Self:
        """Those that exist today: merged and dissolved ones stay for old rows only."""
        today = timezone.localdate()
        return self.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gt=today))


class Municipality(InThreeLanguages):
    """An aiyl aimak. When municipalities merge or split, the old row ends and names its successors."""

    code = models.CharField(_("official code"), max_length=14, unique=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="municipalities")
    valid_from = models.DateField(default=date(2024, 1, 1))
    valid_to = models.DateField(null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors"
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["name_ky", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="a_municipality_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(population=None) | Q(population_year__isnull=False),
                name="a_population_has_its_year",
            ),
        ]


class Position(InThreeLanguages):
    """What somebody does in a municipality; an editable list, “other” last."""

    key = models.SlugField(max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, *, password: str | None = None, **fields: object) -> "Person":
        """Make a person with a usable or unusable password; the use cases do the rest."""
        person = self.model(**fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, *, password: str | None = None, **fields: object) -> "Person":
        """For `manage.py createsuperuser`: the first administrator of an installation."""
        return self.create_user(password=password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Phone numbers are kept as E.164, e-mail addresses in lower case."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family_name = models.CharField(_("family name"), max_length=200, db_collation=KYRGYZ)
    given_name = models.CharField(_("given name"), max_length=200, db_collation=KYRGYZ)
    patronymic = models.CharField(_("patronymic"), max_length=200, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    phone = models.CharField(_("phone number"), max_length=16, null=True, blank=True, unique=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    language = models.CharField(_("language"), max_length=2, default="ky")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["family_name", "given_name"]

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_email_belongs_to_one_person"),
            models.CheckConstraint(
                condition=Q(phone__isnull=False) | Q(email__isnull=False),
                name="a_person_has_a_phone_or_an_email",
            ),
            models.CheckConstraint(
                condition=~Q(phone="") & ~Q(email=""), name="a_missing_phone_or_email_is_null"
            ),
            models.CheckConstraint(
                condition=Q(phone_verified_at=None) | Q(phone__isnull=False),
                name="a_verified_phone_is_a_phone",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.get_username()

    @property
    def full_name(self) -> str:
        """Family name first, as lists and certificates have it."""
        return " ".join(filter(None, [self.family_name, self.given_name, self.patronymic]))

    @property
    def short_name(self) -> str:
        """Given name and the initial of the family name, for the masthead: “Айгүл Т.”."""
        return f"{self.given_name} {self.family_name[:1]}." if self.family_name else self.given_name

    def get_full_name(self) -> str:
        """As Django and Wagtail ask for it."""
        return self.full_name

    def get_short_name(self) -> str:
        return self.given_name

    def get_username(self) -> str:
        """What the person signs in with; never empty, unlike the e-mail field."""
        return self.email or self.phone or ""

    @cached_property
    def membership(self) -> "Membership | None":
        """The open membership, confirmed or not; read once for each request."""
        return (
            Membership.objects.open()
            .filter(person=self)
            .select_related("municipality", "position")
            .first()
        )

    @property
    def confirmed_membership(self) -> "Membership | None":
        """The open membership if it is confirmed: what access hangs on."""
        membership = self.membership
        return membership if membership and membership.confirmed_at else None

    @property
    def confirmed_municipality_id(self) -> int | None:
        membership = self.confirmed_membership
        return membership.municipality_id if membership else None

    @cached_property
    def grants(self) -> "list[RoleGrant]":
        """The roles in force, read once for each request."""
        return list(RoleGrant.objects.in_force().filter(person=self))

    def has_role(self, *roles: Role) -> bool:
        """Whether any of the roles is in force; an administrator has only what is granted."""
        return any(grant.role in roles for grant in self.grants)

    @property
    def coordinated_municipality_ids(self) -> list[int]:
        """The municipalities that this person coordinates."""
        return [
            grant.municipality_id
            for grant in self.grants
            if grant.role == Role.COORDINATOR and grant.municipality_id
        ]

    @property
    def is_trainer(self) -> bool:
        return self.has_role(Role.TRAINER)

    @property
    def is_manager(self) -> bool:
        return self.has_role(Role.MANAGER, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.has_role(Role.ADMIN)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open(self) -> Self:
        """Neither ended nor refused."""
        return self.filter(ended_on=None, refused_at=None)

    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)

    def waiting(self) -> Self:
        """Open, and nobody has decided."""
        return self.open().filter(confirmed_at=None)

    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.memberships_visible_to(user))


class Membership(models.Model):
    """Where somebody works, from when to when; a row without a municipality is “outside” (experts, programme staff)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    position = models.ForeignKey(Position, models.PROTECT, related_name="memberships")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day after it
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    refused_because = models.TextField(blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["person", "-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on=None, refused_at=None),
                name="a_person_has_one_open_membership",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(refused_at=None),
                name="a_membership_is_not_both_confirmed_and_refused",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_confirmed_membership_was_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None, refused_by=None, refused_because="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refused_because="")),
                name="a_refusal_has_its_reason_and_its_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="a_membership_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "person"],
                condition=Q(ended_on=None, refused_at=None),
                name="open_memberships",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.municipality or '—'}"

    @property
    def is_counted(self) -> bool:
        """Whether what was earned under it counts for the municipality."""
        return self.confirmed_at is not None


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class RoleGrant(models.Model):
    """A role somebody was given, by whom, and until when."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="role_grants"
    )
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["person", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "municipality"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="a_role_is_granted_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COORDINATOR, municipality__isnull=False)
                | (~Q(role=Role.COORDINATOR) & Q(municipality=None)),
                name="exactly_coordinators_have_a_municipality",
            ),
        ]


class Invitation(models.Model):
    """A link that confirms its bearer's membership at once; of the code only a hash is kept."""

    code_hash = models.CharField(max_length=64, unique=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="invitations_sent")
    sent_to = models.CharField(
        max_length=254, blank=True
    )  # a phone or an e-mail address, if it was sent
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="invitations_used"
    )
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="a_used_invitation_was_used_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="an_invitation_lasts_some_time"
            ),
        ]


class ReturnCode(models.Model):
    """A single-use code by which a member without e-mail comes back; printed or read out by the coordinator."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="return_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(
        null=True, blank=True
    )  # when the person was told that it was made

    class Meta:
        ordering = ["-made_at", "-pk"]


class Consent(models.Model):
    """What somebody agreed to at sign-up: the version and the language of the words that were shown."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["person", "given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], name="a_consent_is_given_once_a_version"
            )
        ]


class AuditRecord(models.Model):
    """Who did what to whom: roles, recoveries, exports, revocations. Rows are only ever added."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=40)  # a verb phrase: “role granted”
    about = models.ForeignKey(Person, models.PROTECT, null=True, related_name="audit_records")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
