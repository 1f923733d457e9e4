"""No number by which a person is found stays in what is typed about people (第八条：不登记没有核实的内容)."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.forms import cards
from alerts.forms.fields import ReasonForm
from alerts.forms.signals import SignalForm, TakeForm
from supervision import forms as supervision
from tests.support.alerts import item_values
from tolerance.forms.base import ReasonForm as ToleranceReason

ITEM = {"whose": "own", **item_values()}
FORMS: list[tuple[type[Any], dict[str, Any], dict[str, Any], str]] = [
    (cards.EditForm, {}, {"title": "事由"}, "facts"),
    (cards.ItemForm, {}, ITEM, "problem"),
    (cards.FinishForm, {}, {}, "evidence"),
    (cards.ReportForm, {}, {}, "content"),
    (ReasonForm, {}, {}, "reason"),
    (supervision.RiskCloseForm, {}, {}, "closing"),
    (ToleranceReason, {}, {}, "reason"),
]


@pytest.mark.parametrize(("form", "made", "given", "field"), FORMS)
@pytest.mark.parametrize("number", ["138-1234-5678", "１３８１２３４５６７８", "11010119800307123X"])
def test_a_form_refuses_the_number_at_its_field(
    form: type[Any], made: dict[str, Any], given: dict[str, Any], field: str, number: str
) -> None:
    said = form({"version": 1, **given, field: f"请联系 {number} 的同志"}, **made)
    assert not said.is_valid()
    assert "请删除后再保存" in str(said.errors[field])
    assert form({"version": 1, **given, field: "采购三次未按程序验收，组〔2026〕12号"}, **made).is_valid()


@pytest.mark.django_db
def test_a_signal_and_what_is_made_of_it_too() -> None:
    given = {"account": "13812345678 反映", "source": "来电 010-62771234", "highest": "yellow"}
    form = SignalForm(given)
    assert not form.is_valid()
    assert {"account", "source"} <= set(form.errors)
    form = TakeForm({"facts": "身份证 11010119800307123X", "title": "事由"}, highest="yellow")
    assert "facts" in form.errors
