"""A copy noted as collected by mistake is taken back by whoever may collect."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from appraisal.models import CycleEvent
from appraisal.services import copy_collect, copy_report_missing
from tests.support.people import user_with
from tests.support.prints import printed
from tests.support.small_year import YEAR, small_year

pytestmark = pytest.mark.django_db


def test_a_copy_ticked_by_mistake_is_out_again(client: Client) -> None:
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="91002"))
    small_year(3)
    run = printed(copies=2)
    shown, undo = (
        reverse("print_run", args=[YEAR, run.pk]),
        reverse("print_uncollect", args=[YEAR, run.pk, 2]),
    )
    assert undo not in client.get(shown).content.decode(), "nothing is collected yet"
    copy_report_missing(run_pk=run.pk, number=2, note="会后未交回", actor=run.printed_by)
    copy_collect(run_pk=run.pk, numbers=[1, 2], actor=run.printed_by)
    page = client.get(shown).content.decode()
    button = page[page.rindex("<button", 0, page.index(undo)) : page.index(undo)]
    assert 'form="uncollect"' in button, "else Enter in the form that collects would take back"
    assert "收回所选" not in page, "all are back"
    said = client.post(undo, follow=True).content.decode()
    assert "已撤销第 2 号的收回，现为报告遗失。" in said
    assert [copy.state_word for copy in run.numbered.all()] == ["已收回", "报告遗失"]
    again = client.post(undo, follow=True, headers={"referer": f"http://testserver{shown}"})
    assert "第 2 号报告遗失，没有可以撤销的收回。" in again.content.decode()
    assert CycleEvent.objects.filter(note__startswith="撤销收回").count() == 1
    assert client.post(reverse("print_uncollect", args=[YEAR, run.pk, 9])).status_code == 404
