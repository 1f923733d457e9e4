"""The rules over the facts that the product has (第三、五、六、七、八、十三、十四条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, FilteredRelation, Max, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, Left

from appraisal.models import Participant
from appraisal.models.cycle import AFTER_DECISION
from cadres.models import Appointment
from cadres.selectors.endings import probations_undecided, terms_running
from evidence.selectors.reports import NOT_HANDED_IN
from outcomes.models import BottomReview, ReminderTalk
from policy.alerts_steps import ADMONITION, HINT, INQUIRY, YELLOW
from policy.months import months_later

from .models import Card, RectificationItem
from .registry import COLUMNS, Rule, register
from .selectors.counting import marks_in_force

Limits = Mapping[str, int]
C, I = Card.State, RectificationItem.State  # noqa: E741
PRIMARY = {"kind": Appointment.Kind.PRIMARY}


def _text(path: str) -> Cast:
    return Cast(path, CharField())


def _told(rows: QuerySet[Any], *, cadre: str, unit: Any, key: Any, said: Any) -> QuerySet[Any]:
    """The columns of a signal: whose, of which unit, which fact, in words."""
    return rows.order_by().annotate(cadre_pk=F(cadre), unit_pk=unit, key=key, said=said).values_list(*COLUMNS)


def _key(word: str, path: str = "pk") -> Concat:
    return Concat(Value(f"{word}-"), _text(path), output_field=CharField())


def _said(*parts: Any) -> Concat:
    return Concat(
        *(Value(part) if isinstance(part, str) else part for part in parts), output_field=CharField()
    )


def _with_place(rows: QuerySet[Any], cadre: str) -> QuerySet[Any]:
    """Joins the open primary appointment of the cadre at that path as `held`."""
    path = f"{cadre}__appointments" if cadre else "appointments"
    condition = Q(**{f"{path}__kind": Appointment.Kind.PRIMARY, f"{path}__ended_on": ""})
    return rows.annotate(held=FilteredRelation(path, condition=condition))


def items_overdue(on: date, limits: Limits) -> QuerySet[Any]:
    """Items of a rectification past their day that nobody reported done."""
    rows = RectificationItem.objects.filter(state=I.OPEN, due__lt=on, card__state=C.MENDING)
    return _told(
        rows,
        cadre="card__cadre_id",
        unit=Coalesce(F("unit_id"), F("card__unit_id")),
        key=Concat(Value("item-"), _text("pk"), Value("-"), _text("due"), output_field=CharField()),
        said=_said("整改事项的完成时限 ", _text("due"), " 已过，责任人 ", F("owner"), " 还没有报告完成。"),
    )


def steps_overdue(on: date, limits: Limits) -> QuerySet[Any]:
    """Cards whose plan or whose report is past its day."""
    rows = Card.objects.filter(state__in=(C.PLANNING, C.MENDING), due_on__lt=on)
    return _told(
        rows,
        cadre="cadre_id",
        unit=F("unit_id"),
        key=Concat(Value("card-"), _text("pk"), Value("-"), _text("due_on"), output_field=CharField()),
        said=_said("整改的期限 ", _text("due_on"), " 已过（", F("document_no"), "），还没有报送。"),
    )


def inquiries_unanswered(on: date, limits: Limits) -> QuerySet[Any]:
    """函询 past the last day for its answer."""
    rows = Card.objects.filter(kind=INQUIRY, state=C.AWAITING, due_on__lt=on)
    return _told(
        rows,
        cadre="cadre_id",
        unit=F("unit_id"),
        key=_key("card"),
        said=_said("函询（", F("document_no"), "）应于 ", _text("due_on"), " 前书面答复，至今没有收到。"),
    )


def criticisms_overdue(on: date, limits: Limits) -> QuerySet[Any]:
    """诫勉 past the last day for the written self-criticism."""
    rows = Card.objects.filter(kind=ADMONITION, state=C.CRITICISM, due_on__lt=on)
    return _told(
        rows,
        cadre="cadre_id",
        unit=F("unit_id"),
        key=_key("card"),
        said=_said("诫勉（", F("document_no"), "）应于 ", _text("due_on"), " 前提交书面检讨，至今没有收到。"),
    )


def talks_repeated(on: date, limits: Limits) -> QuerySet[Any]:
    """Cadres with so many decided reminder talks (谈话提醒) that were not taken back."""
    talks = ReminderTalk.objects.exclude(state=ReminderTalk.State.WITHDRAWN)
    decided = talks.filter(
        Q(review__seen_until__isnull=True) | Q(review__seen_until__gte=on),
        review__state=BottomReview.State.DECIDED,
    )
    cadre = "review__participant__cadre"
    grouped = _with_place(decided, cadre).order_by().values(f"{cadre}_id", "held__post__unit_id")
    counted = grouped.annotate(times=Count("pk", distinct=True))
    rows = counted.filter(times__gte=limits["alerts_talks_count"])
    return rows.annotate(
        cadre_pk=F(f"{cadre}_id"),
        unit_pk=F("held__post__unit_id"),
        key=Concat(
            Value("cadre-"), _text(f"{cadre}_id"), Value("-"), _text("times"), output_field=CharField()
        ),
        said=_said("经党委研判，先后 ", _text("times"), " 次决定谈话提醒。"),
    ).values_list(*COLUMNS)


def yellow_repeated(on: date, limits: Limits) -> QuerySet[Any]:
    """Cadres with so many yellow cards that count, within the months before."""
    since = months_later(on, -limits["alerts_yellow_months"])
    rows = Card.objects.counted().filter(kind=YELLOW, issued_on__gt=since)
    grouped = _with_place(rows, "cadre").order_by().values("cadre_id", "held__post__unit_id")
    counted = grouped.annotate(times=Count("pk", distinct=True), last=Max("pk"))
    found = counted.filter(times__gte=limits["alerts_yellow_count"])
    return found.annotate(
        cadre_pk=F("cadre_id"),
        unit_pk=F("held__post__unit_id"),
        key=_key("card", "last"),
        said=_said(
            f"{limits['alerts_yellow_months']} 个月内有 ", _text("times"), " 次黄牌警示，请研判是否建议诫勉。"
        ),
    ).values_list(*COLUMNS)


def mended_long_enough(on: date, limits: Limits) -> QuerySet[Any]:
    """Yellow cards lifted so many months ago: has what was mended held? Asked once, and not of what is older
    than twice that time."""
    months = limits["alerts_look_back_months"]
    until = months_later(on, -months)
    lifted = Card.objects.counted().filter(kind=YELLOW, state=C.LIFTED, ended_on__lte=until)
    return _told(
        lifted.filter(ended_on__gt=months_later(until, -months)),
        cadre="cadre_id",
        unit=F("unit_id"),
        key=_key("card"),
        said=_said(
            "黄牌警示（", F("document_no"), "）已于 ", _text("ended_on"), " 解除，",
            f"满 {months} 个月，请了解整改以后的情况。",
        ),
    )  # fmt: skip


def terms_ending(on: date, limits: Limits) -> QuerySet[Any]:
    """Terms whose last month lies within the days ahead."""
    until = on + timedelta(days=limits["alerts_term_days"])
    rows = terms_running().annotate(month=Left("ends", 7))
    return _told(
        rows.filter(month__gte=f"{on:%Y-%m}", month__lte=f"{until:%Y-%m}", **_of("appointment", PRIMARY)),
        cadre="appointment__cadre_id",
        unit=F("appointment__post__unit_id"),
        key=Concat(Value("term-"), _text("pk"), Value("-"), F("ends"), output_field=CharField()),
        said=_said(F("appointment__post__title"), "的任期到 ", F("ends"), " 届满。"),
    )


def probations_ending(on: date, limits: Limits) -> QuerySet[Any]:
    """Probations without an outcome whose last month lies within the days ahead, or has passed."""
    until = on + timedelta(days=limits["alerts_probation_days"])
    rows = probations_undecided().annotate(month=Left("probation_to", 7)).filter(month__lte=f"{until:%Y-%m}")
    return _told(
        rows,
        cadre="cadre_id",
        unit=F("post__unit_id"),
        key=Concat(Value("probation-"), _text("pk"), Value("-"), F("probation_to"), output_field=CharField()),
        said=_said(F("post__title"), "的试用期到 ", F("probation_to"), " 满，还没有登记试用结果。"),
    )


def influence_ending(on: date, limits: Limits) -> QuerySet[Any]:
    """Influence periods that end within the days ahead, of marks that count."""
    until = on + timedelta(days=limits["alerts_influence_days"])
    rows = marks_in_force(on).filter(influence_to__range=(on, until))
    return _told(
        _with_place(rows, "cadre"),
        cadre="cadre_id",
        unit=F("held__post__unit_id"),
        key=Concat(Value("mark-"), _text("pk"), Value("-"), _text("influence_to"), output_field=CharField()),
        said=_said(F("measure"), "的影响期到 ", _text("influence_to"), " 届满，需要书面解除的请办理。"),
    )


def posts_held_long(on: date, limits: Limits) -> QuerySet[Any]:
    """Who has held the same post for years, fewer of them in a key post."""
    usual = months_later(on, -12 * limits["alerts_post_years"])
    key_post = months_later(on, -12 * limits["alerts_key_post_years"])
    held = Appointment.objects.filter(ended_on="", cadre__status="in", in_post_since__gt="", **PRIMARY)
    rows = held.annotate(month=Left("in_post_since", 7)).filter(
        Q(month__lte=f"{usual:%Y-%m}") | Q(post__is_key=True, month__lte=f"{key_post:%Y-%m}")
    )
    return _told(
        rows,
        cadre="cadre_id",
        unit=F("post__unit_id"),
        key=_key("appointment"),
        said=_said("自 ", F("in_post_since"), " 起担任", F("post__title"), "，同一岗位任职时间较长。"),
    )


def reports_missing(on: date, limits: Limits) -> QuerySet[Any]:
    """Self-reports of a running year that are past their day."""
    before = on - timedelta(days=limits["alerts_report_days"])
    late = Participant.objects.filter(NOT_HANDED_IN, cycle__plan__report_due__lte=before)
    rows = late.exclude(cycle__state__in=AFTER_DECISION)
    return _told(
        _with_place(rows, "cadre"),
        cadre="cadre_id",
        unit=F("held__post__unit_id"),
        key=_key("participant"),
        said=_said("述职报告应于 ", _text("cycle__plan__report_due"), " 前提交，至今没有提交。"),
    )


def _of(path: str, conditions: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{path}__{name}": value for name, value in conditions.items()}


OWN_RULES: tuple[Rule, ...] = (
    Rule("item_overdue", "整改事项逾期", "第十三条", YELLOW, items_overdue),
    Rule("step_overdue", "整改方案或整改报告逾期", "第十三条", YELLOW, steps_overdue),
    Rule("inquiry_unanswered", "函询逾期未答复", "第八条", ADMONITION, inquiries_unanswered,
         ("alerts_answer_days",)),
    Rule("criticism_overdue", "诫勉后逾期未交书面检讨", "第八条", ADMONITION, criticisms_overdue,
         ("alerts_criticism_days",)),
    Rule("talks_repeated", "多次谈话提醒", "第七条", YELLOW, talks_repeated, ("alerts_talks_count",)),
    Rule("two_yellow", "多次黄牌警示", "第十三条", ADMONITION, yellow_repeated,
         ("alerts_yellow_count", "alerts_yellow_months")),
    Rule("look_back", "黄牌警示解除后回头看", "第十三条", YELLOW, mended_long_enough,
         ("alerts_look_back_months",)),
    Rule("term_ending", "任期将满", "第三条", HINT, terms_ending, ("alerts_term_days",)),
    Rule("probation_ending", "试用期将满", "第三条", HINT, probations_ending, ("alerts_probation_days",)),
    Rule("influence_ending", "影响期将满", "第十四条", HINT, influence_ending, ("alerts_influence_days",)),
    Rule("post_held_long", "同一岗位任职时间较长", "第五条", HINT, posts_held_long,
         ("alerts_post_years", "alerts_key_post_years")),
    Rule("report_missing", "述职报告逾期未交", "第六条", HINT, reports_missing, ("alerts_report_days",)),
)  # fmt: skip


def register_rules() -> None:
    """Called once, when the apps are ready."""
    for rule in OWN_RULES:
        register(rule)
