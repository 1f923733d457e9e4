"""缺票核定 and 计分与确认 in the browser: who may do what, what is said, what waits for whom."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, User
from appraisal.models import Cycle, GapDecision, ScoreConfirmation, ScoringOfficer
from appraisal.services import gap_confirm, score_confirm
from core import clock
from notices.selectors import inbox_of
from tests.support.people import user_with
from tests.support.scoring import Two, decided, open_gaps, proposed, rescored, two_officers
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> Cycle:
    """Eight people, two of whom no 校领导 has marked."""
    return small_year(8, without_leaders=(6, 7))


@pytest.fixture
def two(year: Cycle) -> Two:
    return two_officers(year)


# ---- pages


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, name: str, **query: str) -> str:
    return client.get(reverse(name, args=[YEAR]), query).content.decode()


def test_from_the_list_to_the_decision_by_the_pages(year: Cycle, two: Two) -> None:
    counter, witness = signed_in(two.counter), signed_in(two.witness)
    page = text(counter, "year_gaps")
    assert "校领导票不足" in page
    assert "还有 2 人没有核定" in page
    assert "计分人 许文澜" in page
    assert reverse("gap_confirm", args=[YEAR]) not in page
    url = reverse("gap_propose", args=[YEAR])
    refused = counter.post(url, {"remedy": "unranked", "reason": ""})
    assert refused.status_code == 200
    assert "请填写理由" in refused.content.decode()
    people = [str(pk) for pk in open_gaps(year)]
    sent = {"participants": people, "remedy": "unranked", "reason": "人数少"}
    assert counter.post(url, sent).status_code == 303
    again = counter.post(url, sent).content.decode()
    assert "已有待核定的处理意见" in again
    assert "人数少" in again, "nothing typed is lost"
    waiting = text(witness, "year_gaps")
    assert "待另一人核定" in waiting
    assert "监票人 方知微" in waiting
    confirm = reverse("gap_confirm", args=[YEAR])
    keys = list(GapDecision.objects.values_list("pk", flat=True))
    assert "人数少" in witness.get(confirm).content.decode()
    assert witness.post(confirm, {"decisions": keys}).status_code == 303
    assert witness.post(confirm, {"decisions": keys}).status_code == 409
    rescored(year)
    assert "缺票均已核定" in text(witness, "year_gaps")
    results = reverse("score_confirm", args=[YEAR])
    for client in (counter, witness):
        digest = year.outcome_sha256
        assert digest[:12] in client.get(results).content.decode()
        assert client.post(results, {"outcome_sha256": digest}).status_code == 303
    year.refresh_from_db()
    assert year.confirmed_at
    assert "经两人确认" in text(counter, "year_scoring")


def test_others_of_the_two_departments_only_read(year: Cycle, two: Two) -> None:
    head = signed_in(two.org_head)
    page = text(head, "year_gaps")
    assert "校领导票不足" in page
    for name in ("gap_propose", "gap_confirm", "gap_reject", "gap_withdraw", "score_confirm"):
        url = reverse(name, args=[YEAR])
        assert url not in page
        assert head.get(url).status_code == head.post(url).status_code == 403
    assert "更换" in text(head, "year_scoring")
    witness_form = reverse("scoring_officer_name", args=[YEAR, "witness"])
    assert head.get(witness_form).status_code == 403
    assert head.get(reverse("scoring_officer_name", args=[YEAR, "boss"])).status_code == 404


def test_a_head_names_an_officer_on_the_page(year: Cycle) -> None:
    head = signed_in(user_with(Role.ORG_HEAD))
    fine = user_with(Role.ORG_OFFICER, staff_no="91001", name="许文澜")
    taking_part = user_with(Role.ORG_OFFICER, staff_no=staff_no(1), name="甲1")
    url = reverse("scoring_officer_name", args=[YEAR, "counter"])
    refused = head.post(url, {"user": taking_part.pk})
    assert "参加考核人员，不能计分或监票" in refused.content.decode()
    assert head.post(url, {"user": fine.pk}).status_code == 303
    assert head.post(url, {"user": head.session["_auth_user_id"]}).status_code == 409, "named meanwhile"
    assert "许文澜" in text(head, "year_scoring")


def test_the_same_number_of_queries_for_one_and_for_fifty() -> None:
    def queries(people: int) -> dict[str, int]:
        with transaction.atomic():
            year = small_year(people + 5, without_leaders=tuple(range(people)))
            two = two_officers(year)
            client, found = signed_in(two.witness), {}
            client.get(reverse("home"))  # the first one asks which types objects are of (ContentType)
            gaps = open_gaps(year)
            proposed(year, two, people=gaps[: (len(gaps) + 1) // 2])
            for name in ("year_gaps", "year_scoring", "gap_confirm", "year_gaps_export", "home", "years"):
                args = [] if name in ("home", "years") else [YEAR]
                with CaptureQueriesContext(connection) as seen:
                    answer = client.get(reverse(name, args=args))
                    assert answer.status_code == 200
                if answer.streaming:
                    answer.getvalue()
                found[name] = len(seen)
            waiting = list(GapDecision.objects.filter(state="proposed").values_list("pk", flat=True))
            with CaptureQueriesContext(connection) as seen:
                gap_confirm(cycle_pk=year.pk, decisions=waiting, actor=two.witness)
            found["confirm"] = len(seen)
            transaction.set_rollback(True)
        return found

    assert queries(1) == queries(50)


# ---- F21: what a client may write


def test_what_is_sent_beside_the_fields_is_not_read(year: Cycle, two: Two) -> None:
    counter, witness, head = signed_in(two.counter), signed_in(two.witness), signed_in(two.org_head)
    extras = {
        **dict.fromkeys(("state", "duty"), "confirmed"),
        **dict.fromkeys(("proposed_by", "decided_by", "named_by", "actor", "cycle", "participant"), "1"),
        **dict.fromkeys(("confirmed_at", "decided_at", "ended_at", "proposed_at"), "1999-09-09"),
        "groups": "[]",
    }
    people = [str(pk) for pk in open_gaps(year)]
    said = {"participants": people, "remedy": "unranked", "reason": "人数少"}
    assert counter.post(reverse("gap_propose", args=[YEAR]), extras | said).status_code == 303
    for item in GapDecision.objects.all():
        assert (item.state, item.proposed_by, item.decided_by) == ("proposed", two.counter, None)
        assert (item.groups, item.proposed_at.year) == (["leaders"], clock.today().year)
    keys = list(GapDecision.objects.values_list("pk", flat=True))
    assert witness.post(reverse("gap_confirm", args=[YEAR]), extras | {"decisions": keys}).status_code == 303
    assert set(GapDecision.objects.values_list("decided_by", "remedy")) == {(two.witness.pk, "unranked")}
    rescored(year)
    digest = {"outcome_sha256": year.outcome_sha256}
    assert counter.post(reverse("score_confirm", args=[YEAR]), extras | digest).status_code == 303
    year.refresh_from_db()
    assert year.confirmed_at is None
    assert ScoreConfirmation.objects.get().duty == "counter"
    successor = user_with(Role.ORG_OFFICER, staff_no="91009", name="江一")
    present = ScoringOfficer.objects.get(duty="counter")
    url = reverse("scoring_officer_name", args=[YEAR, "counter"])
    assert head.post(url, extras | {"user": successor.pk, "replaces": present.pk}).status_code == 303
    named = ScoringOfficer.objects.get(duty="counter", ended_at=None)
    assert (named.user, named.named_by) == (successor, two.org_head)


# ---- duties


BESIDE_THE_COUNT = "evidence.observations"  # people are to be observed whether votes are missing or not


def duties(user: User) -> list[str]:
    found = [item.duty for item in inbox_of(user, clock.today()).waiting]
    return [duty.label for duty in found if duty.kind != BESIDE_THE_COUNT]


def way(user: User) -> str:
    """Where the one thing that waits leads; it opens."""
    found = [item.duty for item in inbox_of(user, clock.today()).waiting]
    (url,) = [duty.url for duty in found if duty.kind != BESIDE_THE_COUNT]
    assert signed_in(user).get(url).status_code == 200
    return url


def test_a_single_gap_stands_ticked_in_the_form() -> None:
    year = small_year(8, without_leaders=(6,))
    url = way(two_officers(year).counter)
    (person,) = open_gaps(year)
    assert url == reverse("gap_propose", args=[YEAR]) + f"?participants={person}"


def test_each_step_waits_for_exactly_one(year: Cycle) -> None:
    head, watch = user_with(Role.ORG_HEAD, staff_no="1"), user_with(Role.DISCIPLINE_HEAD, staff_no="2")
    assert (duties(head), duties(watch)) == (["指定计分人"], ["指定监票人"])
    two = two_officers(year)
    assert (duties(head), duties(watch)) == ([], [])
    assert (duties(two.counter), duties(two.witness)) == (["提出缺票处理意见"], [])
    assert way(two.counter) == reverse("year_gaps", args=[YEAR]), "of several people one chooses"
    found = proposed(year, two, "remeasure")
    assert (duties(two.counter), duties(two.witness)) == ([], ["核定缺票处理意见"])
    started = inbox_of(two.counter, clock.today()).started
    assert [item.duty.label for item in started] == ["核定缺票处理意见"]
    gap_confirm(cycle_pk=year.pk, decisions=[item.pk for item in found], actor=two.witness)
    assert (duties(two.counter), duties(two.witness)) == (["导入补测的票"], [])
    assert way(two.counter) == reverse("import_upload", args=["ballots"]) + f"?year={year.year}"
    decided(year, two, "unranked", [item.participant_id for item in found])
    assert (duties(two.counter), duties(two.witness)) == (["核对并确认计分"], ["核对并确认计分"])
    assert way(two.witness) == reverse("score_confirm", args=[YEAR])
    score_confirm(cycle_pk=year.pk, outcome_sha256=year.outcome_sha256, actor=two.counter)
    assert (duties(two.counter), duties(two.witness)) == ([], ["核对并确认计分"])
    score_confirm(cycle_pk=year.pk, outcome_sha256=year.outcome_sha256, actor=two.witness)
    assert (duties(two.counter), duties(two.witness)) == ([], [])
    assert duties(user_with(Role.LEADER, staff_no="3")) == []
