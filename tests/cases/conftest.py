"""What tests of cases stand on."""

import pytest


@pytest.fixture
def one_factor(settings):
    """Moderators enter the editor with their password alone."""
    settings.REQUIRE_MFA_FOR_ROLES = False
