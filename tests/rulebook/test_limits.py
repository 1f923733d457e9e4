"""Limits of the rules are parts of a version: a new one needs no further line anywhere (第一条)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from policy.changes import parameter_changes
from policy.limits import AREAS, LIMITS, limit_of
from policy.limits.base import Limit
from policy.parameters import AppraisalParameters, ParameterError
from policy.sources import OWN, source_in
from policy.wording import parameter_rows
from rulebook.forms import SECTIONS
from rulebook.models import PolicyDraft
from rulebook.selectors import limit_on, newest_version
from tests.policy.builders import parameters
from tests.support.rules import DRAFTER, approved, open_draft, person, soon, waiting_draft

from .test_forms import as_sent, sent

KEY = "process_integrity_days"
LABEL = LIMITS[KEY].label


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_every_limit_is_read_told_compared_and_has_its_field(limit: Limit) -> None:
    assert limit.low <= limit.default <= limit.high
    assert [limit.label, limit.unit, limit.article] == [
        limit.label.strip(),
        limit.unit.strip(),
        limit.article,
    ]
    plain = parameters()
    assert (limit.label, limit.words(limit.default), source_in(plain, limit.key)) in parameter_rows(plain)
    other = limit.high if limit.high != limit.default else limit.low
    if other != limit.default:
        changed = parameters(limits={limit.key: other})
        assert AppraisalParameters.from_json(changed.to_json()) == changed
        assert limit_of(limit.key, changed.limits) == other
        assert (limit.label, limit.words(other), OWN) in parameter_rows(changed)
        (change,) = parameter_changes(plain, changed)
        assert (change.label, change.old, change.new) == (
            limit.label,
            limit.words(limit.default),
            limit.words(other),
        )
    for wrong in (limit.low - 1, limit.high + 1, "1", True, None):
        with pytest.raises(ParameterError, match=limit.key):
            parameters(limits={limit.key: wrong})
    (section,) = [section for section in SECTIONS.values() if limit.key in section.keys]
    field = section.form.base_fields[limit.key]
    assert str(limit.default) in str(field.help_text)
    assert limit.article in str(field.help_text)


def test_an_area_without_limits_has_no_page_and_the_others_have_one() -> None:
    titles = [section.title for section in SECTIONS.values() if section.slug.startswith("limits-")]
    assert titles == [f"{area}的期限与人数" for area, limits in AREAS.items() if limits]


def test_an_older_version_reads_with_no_limit_and_writes_back_the_same() -> None:
    assert parameters().limits == {}
    assert "limits" not in parameters().to_json()


def test_one_area_keeps_what_another_says_and_a_default_is_not_written() -> None:
    said = parameters(limits={KEY: 7, "process_quorum": 7})
    form = sent("limits-process", said, process_integrity_days="10")
    assert form.is_valid(), form.errors
    assert form.values() == {"limits": {"process_quorum": 7}}


@pytest.mark.django_db
def test_a_limit_goes_from_the_page_of_a_draft_to_the_day_it_holds(client: Client) -> None:
    draft = open_draft()
    client.force_login(person(DRAFTER))
    url = reverse("rule_draft_edit", args=[draft.pk, "limits-process"])
    form = SECTIONS["limits-process"].form(
        parameters=AppraisalParameters.from_json(draft.parameters), initial={"version": 1}
    )
    page = client.get(url).content.decode()
    assert "默认 10 个工作日" in page
    assert client.post(url, as_sent(form, process_integrity_days="7")).status_code == 303
    assert PolicyDraft.objects.get().parameters["limits"] == {KEY: 7}
    shown = client.get(reverse("rule_draft", args=[draft.pk])).content.decode()
    for said in (LABEL, "10 个工作日", "7 个工作日"):
        assert said in shown

    approved(waiting_draft(limits={KEY: 7}))
    version = newest_version()
    assert limit_on(KEY, clock.today()) == 10
    assert limit_on(KEY, soon()) == 7
    assert "7 个工作日" in client.get(reverse("rule_version", args=[version.number])).content.decode()
