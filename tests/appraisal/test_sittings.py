"""应到, 实到 and 发出 are entered by the organization department until the count is confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, SecurityEvent, User
from appraisal.exports import year_workbook
from appraisal.models import Cycle, ScoreConfirmation, ScoringOfficer
from appraisal.services import cycle_open_from_file, sittings_record
from ballots.models import BallotLine, Round, Sitting
from ballots.selectors import papers_by_group, papers_counted_now
from ballots.services import (
    SittingEntry,
    papers_count,
    round_drop,
    round_empty,
    round_renew,
    sittings_carry,
)
from core.models import ImportBatch
from core.pages import RuleBroken, StaleState
from tests.support.people import user_with
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import YEAR, small_year
from tests.support.years import appraise, records

pytestmark = pytest.mark.django_db
PAGE = f"/appraisal/{YEAR}/sittings/"


def codes(cycle: Cycle) -> list[str]:
    return [group["code"] for group in cycle.parameters["groups"]]


def sent(cycle: Cycle, **changed: str) -> dict[str, str]:
    """What the form sends where nothing but these was typed; names as 0-expected for the first group."""
    found = {}
    stored = {row.group: row for row in Sitting.objects.filter(round=cycle.round)}
    for place, code in enumerate(codes(cycle)):
        row = stored.get(code)
        found[f"{code}-version"] = str(row.version if row else 0)
        for name in ("expected", "present", "issued"):
            value = getattr(row, name) if row else None
            found[f"{code}-{name}"] = changed.get(f"{name}_{place}", "" if value is None else str(value))
    return found


@pytest.fixture
def cycle() -> Cycle:
    return small_year(3)


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def test_what_is_entered_stands_in_the_workbook(officer: Client, cycle: Cycle, tmp_path: Path) -> None:
    given = sent(cycle, expected_0="6", present_0="5", issued_0="5", expected_2="５０")
    response = officer.post(PAGE, given)
    assert response.status_code == 303
    assert response["Location"] == reverse("year", args=[YEAR])
    year_workbook(cycle, tmp_path / "results.xlsx")
    first, second, third = records(tmp_path / "results.xlsx", "统计")
    assert first == {
        "票类": "校领导",
        "应到": "6",
        "实到": "5",
        "发出": "5",
        "收回": "5",
        "有效": "5",
        "弃权": "0",
    }
    assert (second["应到"], second["实到"], second["发出"]) == ("", "", "")
    assert (third["应到"], third["实到"], third["发出"]) == ("50", "", "")
    (event,) = cycle.events.filter(note__contains="登记到会与票数情况")
    assert "校领导 应到 未登记→6，实到 未登记→5，发出 未登记→5；教职工 应到 未登记→50" in event.note
    assert event.actor == User.objects.get(grants__role=Role.ORG_OFFICER)


def test_nothing_changed_is_no_event(officer: Client, cycle: Cycle) -> None:
    officer.post(PAGE, sent(cycle, expected_0="6"))
    before = cycle.events.count()
    assert officer.post(PAGE, sent(cycle)).status_code == 303
    assert cycle.events.count() == before
    assert Sitting.objects.get().version == 1


def test_more_present_than_entitled_is_refused_and_nothing_typed_is_lost(
    officer: Client, cycle: Cycle
) -> None:
    page = officer.post(PAGE, sent(cycle, expected_0="5", present_0="6", issued_1="12"))
    html = page.content.decode()
    assert page.status_code == 200
    assert html.count("校领导实到 6 人，多于应到 5 人。请核对签到表后更正。") == 2, "above and at the field"
    assert 'value="12"' in html
    assert not Sitting.objects.exists()


def test_the_database_refuses_it_too(cycle: Cycle) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.create(round=cycle.round, group="staff", expected=5, present=6)
    Sitting.objects.create(round=cycle.round, group="staff", expected=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.create(round=cycle.round, group="staff", expected=5)


@pytest.mark.parametrize("value", ["-1", "五", "1000000", "1.5"])
def test_what_is_no_number_of_people_is_refused(officer: Client, cycle: Cycle, value: str) -> None:
    page = officer.post(PAGE, sent(cycle, expected_0=value))
    assert page.status_code == 200
    assert "校领导应到（人）" in page.content.decode()
    assert not Sitting.objects.exists()


def test_more_papers_back_than_given_out_is_said_aloud(officer: Client, cycle: Cycle) -> None:
    officer.post(PAGE, sent(cycle, expected_0="5", present_0="4", issued_0="4"))
    for page in (PAGE, f"/appraisal/{YEAR}/"):
        assert "校领导收回 5 张，多于发出 4 张" in officer.get(page).content.decode(), page


def test_somebody_was_faster(officer: Client, cycle: Cycle) -> None:
    seen = sent(cycle, expected_0="6")
    officer.post(PAGE, sent(cycle, expected_0="7"))
    page = officer.post(PAGE, seen)
    html = page.content.decode()
    assert page.status_code == 409
    assert "刚刚被其他人更改" in html
    assert 'value="6"' in html, "what was typed"
    assert Sitting.objects.get().expected == 7
    again = seen | {f"{codes(cycle)[0]}-version": "1"}
    assert officer.post(PAGE, again).status_code == 303
    assert Sitting.objects.get().expected == 6


def test_the_version_is_what_holds_the_second_one_back(cycle: Cycle) -> None:
    code, actor = codes(cycle)[0], user_with(Role.ORG_HEAD)

    def record(version: int, expected: int) -> None:
        figures = {"expected": expected, "present": None, "issued": None}
        sittings_record(cycle_pk=cycle.pk, entries={code: SittingEntry(version, figures)}, actor=actor)

    record(0, 6)
    with pytest.raises(StaleState):
        record(0, 8)
    record(1, 8)
    assert Sitting.objects.get().version == 2


def test_who_reads_and_who_writes(client: Client, cycle: Cycle) -> None:
    client.force_login(user_with(Role.DISCIPLINE_HEAD))
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]
    assert client.post(PAGE, sent(cycle, expected_0="6")).status_code == 403
    client.force_login(user_with(Role.UNIT_PARTY, staff_no="20055"))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, sent(cycle, expected_0="6")).status_code == 404
    assert not Sitting.objects.exists()


def test_a_confirmed_count_takes_no_more_figures(officer: Client, cycle: Cycle) -> None:
    for duty in ScoringOfficer.Duty:
        by = user_with(Role.ORG_HEAD, staff_no=f"9{duty}"[:10])
        ScoreConfirmation.objects.create(cycle=cycle, duty=duty, user=by, outcome_sha256=cycle.outcome_sha256)
    confirmed_as_if(cycle)
    assert "计分已经确认" in officer.get(PAGE).content.decode()
    assert officer.post(PAGE, sent(cycle, expected_0="6")).status_code == 403
    figures = {"expected": 6, "present": None, "issued": None}
    with pytest.raises(RuleBroken, match="计分已经确认"):
        sittings_record(
            cycle_pk=cycle.pk,
            entries={codes(cycle)[0]: SittingEntry(0, figures)},
            actor=user_with(Role.ORG_HEAD, staff_no="20077"),
        )
    assert not Sitting.objects.exists()


def test_before_papers_came_figures_can_be_entered(officer: Client) -> None:
    opened = cycle_open_from_file(year=YEAR, actor=User.objects.system())
    assert officer.post(PAGE, sent(opened, expected_0="6")).status_code == 303
    assert Sitting.objects.get().expected == 6


def test_papers_read_again_keep_the_sittings(cycle: Cycle) -> None:
    old = cycle.round
    Sitting.objects.create(round=old, group="staff", expected=9, present=8, issued=8, version=3)
    batch = ImportBatch(supplement=True)
    batch.pk = 0
    new = round_renew(batch, old)
    assert BallotLine.objects.filter(round=new).exists()
    kept = new.sittings.get()
    assert (kept.group, kept.expected, kept.present, kept.issued, kept.version) == ("staff", 9, 8, 8, 3)
    # Taken back: what was corrected meanwhile goes along.
    new.sittings.update(issued=7)
    sittings_carry(source=new, target=old)
    round_drop(new)
    assert old.sittings.get().issued == 7
    assert Round.objects.count() == 1


def test_only_what_the_form_lists_is_written(officer: Client, cycle: Cycle) -> None:
    other = Round.objects.create(title="另一轮", paper=cycle.round.paper)
    hostile = {
        "round": str(other.pk), "round_id": str(other.pk), "unit": "1", "version": "9", "group": "甲",
        f"{codes(cycle)[0]}-unit": "1", "stranger-expected": "5",
        "confirmed_at": "2026-01-01", "state": "draft",
    }  # fmt: skip
    before = Cycle.objects.values().get(pk=cycle.pk)
    logged = SecurityEvent.objects.count()
    assert officer.post(PAGE, hostile | sent(cycle, expected_0="6")).status_code == 303
    assert Cycle.objects.values().get(pk=cycle.pk) == before
    row = Sitting.objects.values().get()
    row.pop("id")
    assert row == {
        "round_id": cycle.round_id, "unit_id": None, "group": codes(cycle)[0], "version": 1,
        "expected": 6, "present": None, "issued": None, "returned": None, "valid": None,
    }  # fmt: skip
    assert SecurityEvent.objects.count() == logged


def test_papers_are_counted_once_and_again_after_the_lines_changed(cycle: Cycle) -> None:
    shape = {"questions": 4, "marks": 4}
    counted = papers_count(round_pk=cycle.round.pk, **shape)
    assert (
        papers_by_group(counted, **shape)
        == papers_counted_now(cycle.round, **shape)
        == dict.fromkeys(range(3), (5, 5))
    )
    with CaptureQueriesContext(connection) as found:
        papers_by_group(counted, **shape)
    assert not found
    # New lines in a new round are not counted yet; emptied lines are no longer counted as they were.
    batch = ImportBatch(supplement=True)
    batch.pk = 0
    assert round_renew(batch, counted).papers_counted is None
    round_empty(counted)
    assert papers_by_group(Round.objects.get(pk=counted.pk), **shape) == {}


def test_the_job_that_scores_leaves_the_papers_counted(tmp_path: Path) -> None:
    appraise(tmp_path / "results.xlsx")
    round = Cycle.objects.get(year=YEAR).round
    assert round is not None
    assert round.papers_counted is not None
    assert papers_by_group(round, questions=4, marks=4) == papers_counted_now(round, questions=4, marks=4)
