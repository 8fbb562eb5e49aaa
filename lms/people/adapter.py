"""How django-allauth meets our people: e-mail or phone number, both optional, one of them there."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Phone numbers as E.164, mail and SMS as rows that a task sends."""
