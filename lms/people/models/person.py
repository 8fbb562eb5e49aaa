"""Who has an account: names, addresses, and what hangs on the membership and the roles."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.kyrgyz_order import KYRGYZ
from lms.people import access
from lms.people.choices import Role, Sex
from lms.prepared import Prepared, Slot

if TYPE_CHECKING:
    from lms.people.models.membership import Membership, RoleGrant


def _grants_in_force(person: Slot, now: Slot) -> "models.QuerySet[RoleGrant]":
    # Imported here: a role grant stands on a person.
    from lms.people.models.membership import RoleGrant  # noqa: PLC0415

    return RoleGrant.objects.in_force(at=now).filter(person=person).order_by("pk")


def _open_membership(person: Slot) -> "models.QuerySet[Membership]":
    from lms.people.models.membership import Membership  # noqa: PLC0415

    # Ordered by nothing that would join the person in again.
    mine = Membership.objects.open().filter(person=person).order_by("pk")
    return mine.select_related("municipality", "position")[:1]


GRANTS = Prepared(_grants_in_force, person=models.IntegerField(), now=models.DateTimeField())
MEMBERSHIP = Prepared(_open_membership, person=models.IntegerField())


def short_name_of(given_name: str, family_name: str) -> str:
    """As `Person.short_name`, where there are many of them and no more is known of each."""
    return f"{given_name} {family_name[:1]}." if family_name else given_name


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: access.User) -> Self:
        # A person may have had several memberships in one municipality.
        return self.filter(access.people_visible_to(user)).distinct()


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, user: access.User) -> PersonQuerySet:
        return self.get_queryset().visible_to(user)

    def create_user(self, *, password: str | None = None, **fields: object) -> "Person":
        """Make a person with a usable or unusable password; the use cases do the rest."""
        person = self.model(**fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, *, password: str | None = None, **fields: object) -> "Person":
        """For `manage.py createsuperuser`: the first administrator of an installation."""
        person = self.create_user(password=password, is_superuser=True, **fields)
        person.role_grants.create(role=Role.ADMIN)
        return person

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
    joined_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["family_name", "given_name"]

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_email_belongs_to_one_person"),
            models.CheckConstraint(
                # A closed account may have had none that was its own (lms/people/claiming.py).
                condition=Q(phone__isnull=False) | Q(email__isnull=False) | Q(is_active=False),
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
        """Family name first, as lists and certificates have it; an initial stands where the short name has it."""
        if self.family_name.endswith("."):
            return self.short_name
        return " ".join(filter(None, [self.family_name, self.given_name, self.patronymic]))

    @property
    def short_name(self) -> str:
        """Given name and the initial of the family name, for the masthead: “Айгүл Т.”."""
        return short_name_of(self.given_name, self.family_name)

    def get_full_name(self) -> str:
        """As Django and Wagtail ask for it."""
        return self.full_name

    def get_short_name(self) -> str:
        return self.given_name

    def get_username(self) -> str:
        """What the person signs in with; never empty, unlike the e-mail field."""
        return self.email or self.phone or ""

    @property
    def verified_email(self) -> str | None:
        """The address, if its owner has shown that they read it."""
        if not self.email:
            return None
        # Imported here: allauth's models stand on this one.
        from allauth.account.models import EmailAddress  # noqa: PLC0415

        is_verified = EmailAddress.objects.filter(
            user_id=self.pk, email=self.email, verified=True
        ).exists()
        return self.email if is_verified else None

    @property
    def verified_phone(self) -> str | None:
        """The number, if its owner has shown that they read it."""
        return self.phone if self.phone_verified_at else None

    @cached_property
    def membership(self) -> "Membership | None":
        """The open membership, confirmed or not; read once for each request."""
        found = MEMBERSHIP.first(person=self.pk)
        if found:
            found.person = self
        return found

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
        return GRANTS.all(person=self.pk, now=clock.now())

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

    def forget_what_was_read(self) -> None:
        """After a write: read the membership and the roles again when next asked."""
        self.__dict__.pop("membership", None)
        self.__dict__.pop("grants", None)

    @property
    def is_trainer(self) -> bool:
        return self.has_role(Role.TRAINER)

    @property
    def is_manager(self) -> bool:
        return self.has_role(Role.MANAGER, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.has_role(Role.ADMIN)
