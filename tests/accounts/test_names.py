"""How a user is called on pages."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.support.people import user_with


@pytest.mark.django_db
def test_people_are_named_with_their_number_and_the_system_account_without() -> None:
    assert str(user_with()) == "周敏（90001）"
    assert str(User.objects.system()) == "系统任务"
