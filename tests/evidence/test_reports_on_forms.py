"""The checked self-report stands on 年度考核登记表; what is not checked does not."""

from __future__ import annotations

import pytest

from accounts.models import Role
from appraisal.documents.filling import annual_forms
from tests.support.reports import TEXTS, checked, handed_in, reporting_cycle, somebody, taking_part

pytestmark = pytest.mark.django_db


def test_only_a_checked_report_is_printed() -> None:
    cycle = reporting_cycle()
    first, author = taking_part(cycle)
    second, other = taking_part(cycle, "20002", "李明", title="副处长")
    checked(first, author, somebody(Role.UNIT_PARTY, "40001"))
    handed_in(second, other)
    forms = {person.pk: form for person, form in annual_forms(cycle, somebody(Role.ORG_HEAD, "40002"))}
    assert set(TEXTS.values()) <= set(forms[first.pk].report)
    assert forms[second.pk].report == ()
