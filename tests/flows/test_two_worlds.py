"""Two worlds that differ by an undisclosed investigation look the same to all who may not know of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from accounts.models import Role
from appraisal.models import Cycle, Participant
from cadres.models import Cadre
from core import clock
from matters.access import KNOWS
from matters.investigations import investigation_close, investigation_disclose, investigation_record
from matters.models import Investigation
from tests.support.matrix import VISITORS, signed_in
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no
from tests.support.told_year import cadre_user, told_year
from tests.test_url_matrix import MATRIX, address, furnish

pytestmark = pytest.mark.django_db
NOT_KNOWING = [visitor for visitor in VISITORS if visitor not in {role.value for role in KNOWS}]
_CHANGING = re.compile(
    rb'(name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[\w+/=-]+|X-CSRFToken[^}]*'
    rb"|\d{2}:\d{2}(:\d{2})?(\.\d+)?|data-left=\"\d+\""
    rb'|"left": \d+|"token": "[^"]*"'
    rb"|<code>([0-9a-f]{12}|[0-9a-f]{32})</code>)"  # of a line of the log, with its moment; of a request
)


def shown(client: Client, path: str) -> tuple[int, bytes]:
    """What an address answers, without what differs from one request to the next."""
    response = client.get(path)
    content = response.getvalue() if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(part) for part in sorted(book.namelist()) if not part.startswith("docProps")]
        content = b"".join(parts)
    return response.status_code, _CHANGING.sub(b"", content)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever a world writes, opening pages too, is away before the other one is looked at."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def looks(client: Client, paths: dict[str, str]) -> dict[str, tuple[int, bytes]]:
    with undone():
        return {name: shown(client, path) for name, path in paths.items()}


@pytest.mark.once
def test_every_page_of_everybody_who_may_not_know_is_the_same_in_both_worlds(
    cheap_refusals: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.health.CHECKS", {"all": lambda: None})
    furnish()
    paths = {name: address(name) for name in MATRIX}
    for visitor in NOT_KNOWING:
        # The clock stands: how long something has waited is said in minutes.
        with time_machine.travel(clock.now(), tick=False):
            client = signed_in(visitor)
            client.get("/")  # the session is begun before the worlds part
            with undone():
                assert Investigation.objects.all().delete()[0]
                without = looks(client, paths)
            # That these are hidden in the world with one is what tests/test_url_matrix.py says of each.
            hidden = {name for name in MATRIX if without[name][0] == MATRIX[name][visitor] in (302, 404)}
            with_one = looks(client, {name: paths[name] for name in paths if name not in hidden})
        assert Investigation.objects.count() == 1
        differ = [name for name in with_one if with_one[name] != without[name]]
        assert not differ, (visitor, differ)


def test_control_the_same_look_finds_it_where_it_may_be_known(cheap_refusals: None) -> None:
    furnish()
    paths = {name: address(name) for name in ("home", "investigations", "investigation_close", "years")}
    client = signed_in(Role.DISCIPLINE_HEAD)
    client.get("/")
    with undone():
        Investigation.objects.all().delete()
        without = looks(client, paths)
    with_one = looks(client, paths)
    assert {"investigations", "investigation_close"} <= {n for n in paths if with_one[n] != without[n]}


def test_the_own_pages_counts_and_exports_of_the_cadre_are_the_same(client: Client) -> None:
    told_year(6)
    user = cadre_user(1)
    cadre = Cadre.objects.get(staff_no=staff_no(1))
    client.force_login(user)
    paths = (
        "/",
        f"/cadres/{cadre.staff_no}/",
        f"/appraisal/{YEAR}/feedback/mine/",
        f"/appraisal/{YEAR}/mine/",
    )

    def pages() -> list[bytes]:
        return [_CHANGING.sub(b"", client.get(path, follow=True).content) for path in paths]

    before = pages()
    Investigation.objects.create(cadre=cadre, opened_on=date(YEAR, 9, 1), document_no="立〔2025〕3号")
    assert pages() == before


def test_only_those_who_may_know_see_it_and_never_the_own_one(client: Client) -> None:
    small_year(2)
    cadre = Cadre.objects.get(staff_no=staff_no(0))
    Investigation.objects.create(cadre=cadre, opened_on=date(YEAR, 9, 1), document_no="立〔2025〕3号")
    for role in Role:
        client.force_login(user_with(role, staff_no=f"7{role.value[:20]}"))
        answer = client.get("/matters/investigations/")
        assert (answer.status_code == 200) is (role in KNOWS)
    own = user_with(Role.DISCIPLINE_OFFICER, staff_no=staff_no(0), name="甲0")
    client.force_login(own)
    assert "立〔2025〕3号" not in client.get("/matters/investigations/").content.decode()


def test_the_heads_read_it_at_the_decision_and_the_officers_have_no_such_page(client: Client) -> None:
    cycle = small_year(2)
    cadre = Cadre.objects.get(staff_no=staff_no(0))
    Investigation.objects.create(cadre=cadre, opened_on=date(YEAR, 9, 1), document_no="立〔2025〕3号")
    url = f"/appraisal/{YEAR}/discreet/"
    for role in (Role.ORG_HEAD, Role.DISCIPLINE_HEAD):
        client.force_login(user_with(role, staff_no=f"7{role.value[:20]}"))
        page = client.get(url).content.decode()
        assert "有未公开情况，等次暂不确定" in page
        assert "立〔2025〕3号" not in page
    for role in (Role.ORG_OFFICER, Role.DISCIPLINE_OFFICER, Role.CADRE):
        client.force_login(user_with(role, staff_no=f"7{role.value[:20]}"))
        assert client.get(url).status_code == 404
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.SCORED)


def test_a_disclosed_one_takes_the_grade_and_an_undisclosed_one_changes_no_list() -> None:
    cycle = small_year(2)
    Cycle.objects.filter(pk=cycle.pk).update(source="plan")
    officer = user_with(Role.DISCIPLINE_OFFICER, staff_no="90102")
    cadre = Cadre.objects.get(staff_no=staff_no(0))
    before = list(Participant.objects.order_by("pk").values())
    case = investigation_record(
        cadre=cadre, opened_on=date(YEAR, 9, 1), document_no="立〔2025〕3号", disclosed=False, actor=officer
    )
    assert list(Participant.objects.order_by("pk").values()) == before
    case = investigation_disclose(pk=case.pk, version=case.version, actor=officer)
    person = Participant.objects.get(cadre=cadre)
    assert (person.graded, person.discreet) == (False, True)
    cycle.refresh_from_db()
    assert cycle.state == Cycle.State.INTERVIEW
    case = investigation_close(
        pk=case.pk,
        version=case.version,
        closed_on=clock.today() - timedelta(days=0),
        outcome="不予处分",
        actor=officer,
    )
    assert not case.is_open
    assert case.events.count() == 3
