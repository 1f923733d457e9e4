"""What the head of the organization department reads aloud of one person of the sample year."""

from __future__ import annotations

import re

from django.test import Client

from accounts.models import Role

from .people import user_with


def signed_in(staff_no: str = "90001") -> Client:
    client = Client()
    client.force_login(user_with(Role.ORG_HEAD, staff_no=staff_no))
    return client


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def aloud(client: Client, staff_no: str) -> str:
    response = client.get(f"/appraisal/2025/people/{staff_no}/")
    assert response.status_code == 200
    return words(response.content.decode().partition('<article class="aloud">')[2])
