"""The nightly scan: each rule finds its facts once; what is dismissed is erased (第十三条)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alerts import registry, services
from alerts.models import Card, RectificationItem, Signal
from alerts.registry import Rule
from alerts.rules import OWN_RULES, talks_repeated
from appraisal.models import Participant
from cadres.models import Appointment, Cadre, Term
from core import clock
from core.jobs import job_run
from core.models import Job
from core.pages import RuleBroken
from matters.models import Mark, Matter, Relief
from policy.months import months_later
from tests.support.alerts import Office, cadre_in
from tests.support.reports import reporting_cycle
from tests.support.uses import Uses

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return Office()


def scanned() -> dict[str, list[str]]:
    """Runs the job of the day and answers rule -> the facts of its signals."""
    job = services.nightly_begin()
    assert job is not None
    assert job_run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.DONE, "")
    found: dict[str, list[str]] = {}
    for signal in Signal.objects.exclude(rule="hand").order_by("pk"):
        assert signal.state == "waiting"
        assert signal.cadre_id
        found.setdefault(signal.rule, []).append(signal.facts)
    return found


def test_every_rule_finds_its_fact_once_and_none_of_them_makes_a_card(office: Office) -> None:
    today = clock.today()
    world(office, today)
    before = Card.objects.count()
    found = scanned()
    assert set(found) == {rule.code for rule in OWN_RULES} - {"talks_repeated"}
    assert all(len(facts) == 1 for facts in found.values()), found
    assert "任期到" in found["term_ending"][0]
    assert "30 的完成时限" not in found["item_overdue"][0]
    assert Card.objects.count() == before
    count = Signal.objects.count()
    assert services.nightly_begin() is None, "the day has its scan"
    Job.objects.all().delete()
    scanned()
    assert Signal.objects.count() == count, "the same fact never makes two"
    # A later day is another job, still not another signal.
    for rule in OWN_RULES:
        assert services.rule_scan(rule, on=today) == 0


def world(office: Office, today: date) -> None:
    """One fact for every rule of the register, the cards, the marks and the reports."""
    mended = office.issued()
    lifted_on(mended, months_later(today, -6))
    Card.objects.filter(pk=mended.pk).update(issued_on=months_later(today, -13))
    late = office.mending()
    RectificationItem.objects.filter(card=late).update(due=today - DAY)
    Card.objects.filter(pk=late.pk).update(due_on=today - DAY)
    inquiry = office.signed("inquiry")
    Card.objects.filter(pk=inquiry.pk).update(due_on=today - DAY)
    admonition = office.signed("admonition")
    Card.objects.filter(pk=admonition.pk).update(due_on=today - DAY)
    two = office.issued()
    assert two.state == "issued"
    held = Appointment.objects.get(cadre=office.cadre)
    Term.objects.create(appointment=held, starts="2023-01", ends=f"{today:%Y-%m}")
    trial = cadre_in(office.unit, "30002", "李试用")
    Appointment.objects.filter(cadre=trial).update(probation_from="2025-01", probation_to=f"{today:%Y-%m}")
    cadre_in(office.unit, "30003", "赵任久", since=f"{today.year - 8}-01")
    matter = Matter.objects.create(number="SX1")
    Mark.objects.create(
        matter=matter, cadre=trial, measure="诫勉", decided_on=today, influence_to=today + 10 * DAY
    )
    lifted = Matter.objects.create(number="SX2")
    Mark.objects.create(
        matter=lifted, cadre=trial, measure="诫勉", decided_on=today, influence_to=today + 10 * DAY
    )
    Relief.objects.create(matter=lifted, cadre=trial, kind=Relief.Kind.EXEMPT, source="会")
    Participant.objects.create(cycle=reporting_cycle(due_in=-5), cadre=trial, category="机关部门副职")


def lifted_on(card: Card, day: date) -> None:
    Card.objects.filter(pk=card.pk).update(state="lifted", due_on=None, ended_on=day)


def test_a_lifted_card_is_looked_at_again_when_its_time_has_come(office: Office) -> None:
    today, rule = clock.today(), registry.RULES["look_back"]
    card = office.issued()
    for day in (months_later(today, -6) + DAY, months_later(today, -12)):
        lifted_on(card, day)
        assert services.rule_scan(rule, on=today) == 0, day
    lifted_on(card, months_later(today, -6))
    assert services.rule_scan(rule, on=today) == 1
    (signal,) = Signal.objects.filter(rule="look_back")
    assert "满 6 个月，请了解整改以后的情况" in signal.facts
    assert services.rule_scan(rule, on=today + DAY) == 0, "once"


def test_a_rule_of_another_room_is_one_declaration(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def behind(on: date, limits: Any) -> Any:
        rows = Cadre.objects.order_by().annotate(
            cadre_pk=F("pk"),
            unit_pk=Value(None, output_field=IntegerField()),
            key=Concat(Value("hours-"), Cast("pk", CharField())),
            said=Value("本季度学时进度不足。"),
        )
        return rows.values_list(*registry.COLUMNS)

    monkeypatch.setattr(registry, "RULES", dict(registry.RULES))
    rule = Rule("training_pace", "学时进度", "第四条", "hint", behind)
    registry.register(rule)
    with pytest.raises(ValueError, match="registered already"):
        registry.register(rule)
    assert services.rule_scan(rule, on=clock.today()) == 1
    signal = Signal.objects.get(rule="training_pace")
    with pytest.raises(RuleBroken, match="最高只能作预警提示"):
        services.signal_take(
            pk=signal.pk,
            version=signal.version,
            kind="yellow",
            cadre=office.cadre,
            unit=office.unit,
            matter=None,
            title="学时",
            facts="学时不足",
            actor=office.head,
        )


def test_what_is_dismissed_counts_nowhere_and_is_erased_but_not_told_again(
    client: Client, office: Office
) -> None:
    cadre_in(office.unit, "30003", "赵任久", since="2010-01")
    scanned()
    signal = Signal.objects.get(rule="post_held_long")
    services.signal_dismiss(pk=signal.pk, version=signal.version, reason="工作需要", actor=office.head)
    client.force_login(office.head)
    assert "没有待研判的预警信息" in client.get(reverse("alerts_board")).content.decode()
    Signal.objects.filter(pk=signal.pk).update(judged_on=clock.today() - 90 * DAY)
    assert services.signals_erase() == 1
    signal.refresh_from_db()
    assert (signal.cadre, signal.facts, signal.reason, signal.judged_by) == (None, "", "", None)
    assert client.get(reverse("signal", args=[signal.pk])).status_code == 404
    Job.objects.all().delete()
    assert "post_held_long" not in {s.rule for s in Signal.objects.filter(state="waiting")}
    services.rule_scan(registry.RULES["post_held_long"], on=clock.today())
    assert Signal.objects.filter(rule="post_held_long").count() == 1


def test_a_scan_that_failed_is_begun_again(office: Office) -> None:
    job = services.nightly_begin()
    assert job is not None
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, finished_at=clock.now())
    again = services.nightly_begin()
    assert again is not None
    assert again.pk != job.pk
    assert again.created_by == User.objects.system()


def test_decided_reminder_talks_are_counted_by_cadre() -> None:
    """One decided talk is one; the least number is the rulebook's."""
    cadre = Uses().supervised().decided().talk.review.participant.cadre
    found = list(talks_repeated(clock.today(), {"alerts_talks_count": 1}))
    assert [(row[0], row[2], row[3]) for row in found] == [
        (cadre.pk, f"cadre-{cadre.pk}-1", "经党委研判，先后 1 次决定谈话提醒。")
    ]
    assert not talks_repeated(clock.today(), {"alerts_talks_count": 2}).exists()


def test_a_lead_says_no_more_of_talks_out_of_view(office: Office) -> None:
    """第七条: one that nobody judged goes, one that was judged keeps its judgement and not their number."""
    uses = Uses().supervised().decided()
    cadre, talks = uses.talk.review.participant.cadre, registry.RULES["talks_repeated"]
    facts = {"rule": talks.code, "article": talks.article, "highest": talks.highest, "cadre": cadre}
    said = "经党委研判，先后 {} 次决定谈话提醒。"
    keys = {number: f"cadre-{cadre.pk}-{number}" for number in (1, 2, 3)}
    for number, key in keys.items():
        Signal.objects.create(**facts, fact_key=key, facts=said.format(number))
    judged = {"state": "taken", "judged_by": office.head, "judged_on": clock.today(), "reason": "已谈"}
    Signal.objects.filter(fact_key=keys[3]).update(**judged)
    scanned_again()
    left = dict(Signal.objects.filter(rule=talks.code).values_list("fact_key", "facts"))
    assert left == {keys[1]: said.format(1), keys[2]: "", keys[3]: "依据的谈话提醒已过查看期限，不再显示。"}
    assert Signal.objects.get(fact_key=keys[2]).state == "erased"


def scanned_again() -> None:
    job = services.nightly_begin()
    assert job is not None
    assert job_run(job.pk)
