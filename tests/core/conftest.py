"""Fixtures of the core tests."""

import pytest

from accounts.models import User


@pytest.fixture
def system(db):
    return User.objects.system()


@pytest.fixture
def var(settings, tmp_path):
    """A var folder of the test's own."""
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR
