"""A year's appraisal and who takes part in it (第六条)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import RETURN_VALUE, ConcurrentTransitionMixin, transition

from ballots.models import Round
from core import clock
from core.fields import StateField
from core.models import CaseEvent
from rulebook.models import PolicyVersion

from ..access import CycleQuerySet

TERM_YEARS = 3  # until a term's parameters are frozen


class CycleKind(models.TextChoices):
    ANNUAL = "annual", "年度考核"
    TERM = "term", "聘期考核"


class CycleLevel(models.TextChoices):
    MIDDLE = "middle", "中层干部"
    SECTION = "section", "科级干部"


class CycleState(models.TextChoices):
    """The way of a cycle from the first plan to the archive (第六条), in its order."""

    DRAFT = "draft", "方案起草"
    APPROVED = "approved", "方案审定"
    SELF_REPORT = "self_report", "个人述职"
    REPORT_PUBLIC = "report_public", "述职公示"
    VOTING = "voting", "民主测评"
    INTERVIEW = "interview", "个别谈话"
    SCORED = "scored", "汇总计分"
    PANEL = "panel", "考核组评议"
    DECIDED = "decided", "党委审定"
    PUBLICITY = "publicity", "结果公示"
    FEEDBACK = "feedback", "结果反馈"
    REVIEW = "review", "复核申诉"
    ARCHIVED = "archived", "归档"


_ORDER = tuple(CycleState)
# From the count on a cycle has results, from the decision on they are the committee's, then they are told.
WITH_RESULTS = frozenset(_ORDER[_ORDER.index(CycleState.SCORED) :])
JUDGED = WITH_RESULTS - {CycleState.SCORED}
AFTER_DECISION = frozenset(_ORDER[_ORDER.index(CycleState.DECIDED) :])
TOLD = frozenset(_ORDER[_ORDER.index(CycleState.FEEDBACK) :])
BEFORE_VOTE = frozenset(_ORDER[: _ORDER.index(CycleState.VOTING)])


class Cycle(ConcurrentTransitionMixin, models.Model):
    """One appraisal of a year or of a term. Its parameters are frozen when it is approved, and for good.

    year: of a term its last one. code: its name in addresses. source: whether a plan was drafted here, or the
    year came in by file and begins with the vote. merged: [category as listed, as shown] in order, fixed
    when the vote opens (empty: as the participants stand). closing_note: the 复盘 that opens the next plan.
    A cycle whose draft was given up keeps its row and its events, without a plan, for the next draft.
    """

    State = CycleState
    Kind, Level = CycleKind, CycleLevel

    class Source(models.TextChoices):
        FILE = "file", "文件导入"
        PLAN = "plan", "系统内办理"

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("考核种类", max_length=10, choices=Kind.choices, default=Kind.ANNUAL)
    level = models.CharField("考核对象", max_length=10, choices=Level.choices, default=Level.MIDDLE)
    code = models.SlugField("编号", max_length=20, unique=True, editable=False)
    source = models.CharField("办理方式", max_length=8, choices=Source.choices, default=Source.FILE)
    state = StateField("状态", default=State.DRAFT, choices=State.choices)
    policy = models.ForeignKey(
        PolicyVersion, verbose_name="参数版本", null=True, on_delete=models.PROTECT, related_name="+"
    )
    parameters = models.JSONField("冻结的参数", default=dict)
    round = models.OneToOneField(
        Round, verbose_name="测评轮次", null=True, on_delete=models.PROTECT, related_name="cycle"
    )
    merged = models.JSONField("合并的考核类别", default=list)
    summary = models.JSONField("计分摘要", default=dict)
    outcome_sha256 = models.CharField("计分结果摘要", max_length=64, blank=True)
    scored_at = models.DateTimeField("计分时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("计分确认时间", null=True, blank=True)
    closing_note = models.TextField("复盘", blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "年度考核"
        verbose_name_plural = "年度考核"
        ordering = ["-year", "kind", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "level"],
                name="cycle_once",
                violation_error_message="这一年度已有同样的考核。",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(policy__isnull=False, round__isnull=False),
                name="cycle_approved_has_policy",
                violation_error_message="方案审定时须冻结参数。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(state__in=sorted(WITH_RESULTS)),
                name="cycle_confirmed_is_scored",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | ~Q(state__in=sorted(JUDGED)),
                name="cycle_judged_is_confirmed",
                violation_error_message="计分经两人确认后才能进入评议。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}考核"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = code_of(self.year, self.kind, self.level)
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """What stands before the words of a title: 2025 年度, 2023—2025 聘期, 2025 年度科级干部."""
        return label_of(self.year, self.kind, self.level, self.first_year)

    @property
    def people_label(self) -> str:
        """The same with whom it is of, as papers say it: 2025 年度中层干部."""
        middle = self.level == CycleLevel.MIDDLE
        return f"{self.label}{CycleLevel.MIDDLE.label}" if middle else self.label

    @property
    def file_label(self) -> str:
        """The same without blanks, for file names."""
        return self.label.replace(" ", "")

    @property
    def this(self) -> str:
        """What its pages call the time it is of; who has no cycle at hand says 本次考核."""
        return "本聘期" if self.kind == CycleKind.TERM else "本年度"

    @property
    def first_year(self) -> int:
        """The first year of a term; of a year that year."""
        years = self.parameters.get("term_years") or TERM_YEARS
        return self.year - int(years) + 1 if self.kind == CycleKind.TERM else self.year

    @property
    def fixed_merge(self) -> dict[str, str]:
        """Category as listed -> as shown, in category order; empty where nothing was fixed."""
        return dict(self.merged)

    @property
    def has_results(self) -> bool:
        """Whether what was scored stands: from the count on, until the data change."""
        return self.state in WITH_RESULTS

    @property
    def is_discarded(self) -> bool:
        """Whether its draft plan was given up and none drafted since; one query while it is a draft."""
        drafted_here = self.state == CycleState.DRAFT and self.source == self.Source.PLAN
        return drafted_here and not hasattr(self, "plan")

    @property
    def is_decided(self) -> bool:
        """Whether the Party committee has decided on this year's lists."""
        return self.state in AFTER_DECISION

    @property
    def is_told(self) -> bool:
        """Whether each cadre reads the own result: with a plan from the feedback on, else once confirmed."""
        if self.source == self.Source.FILE:
            return self.confirmed_at is not None
        return self.state in TOLD

    @transition(state, source=State.DRAFT, target=State.APPROVED, custom={"label": "审定方案"})
    def approve(self, *, policy: PolicyVersion, parameters: dict[str, Any], round: Round) -> None:
        self.policy, self.parameters, self.round = policy, parameters, round

    @transition(state, source=State.APPROVED, target=State.SELF_REPORT, custom={"label": "布置述职"})
    def open_reports(self) -> None: ...

    @transition(state, source=State.SELF_REPORT, target=State.REPORT_PUBLIC, custom={"label": "公示述职报告"})
    def publish_reports(self) -> None: ...

    @transition(
        state,
        source=[State.APPROVED, State.REPORT_PUBLIC],
        target=State.VOTING,
        custom={"label": "开始民主测评"},
    )
    def open_voting(self) -> None: ...

    @transition(state, source=State.VOTING, target=State.INTERVIEW, custom={"label": "结束民主测评"})
    def close_voting(self) -> None: ...

    @transition(
        state,
        source=[State.VOTING, State.INTERVIEW, State.SCORED],
        target=State.SCORED,
        custom={"label": "汇总计分"},
    )
    def score(self) -> None: ...

    @transition(
        state,
        source=State.SCORED,
        target=RETURN_VALUE(State.VOTING, State.INTERVIEW),
        custom={"label": "更正数据"},
    )
    def correct(self) -> str:
        """The data changed: what was scored is no longer this year's result, until scored again."""
        self.scored_at = None
        by_plan = self.source == self.Source.PLAN
        return CycleState.INTERVIEW if by_plan else CycleState.VOTING

    @transition(state, source=State.SCORED, target=State.SCORED, custom={"label": "确认计分"})
    def confirm(self) -> None:
        """Two officers have confirmed these results: neither data nor results change from now on."""
        self.confirmed_at = clock.now()

    @transition(
        state,
        source=[State.SCORED, State.PANEL],
        target=RETURN_VALUE(State.VOTING, State.INTERVIEW),
        custom={"label": "重新计分"},
    )
    def reopen(self) -> str:
        """What counts has changed before the committee decided: both confirmations are void."""
        self.scored_at = self.confirmed_at = None
        by_plan = self.source == self.Source.PLAN
        return CycleState.INTERVIEW if by_plan else CycleState.VOTING

    @transition(state, source=State.SCORED, target=State.PANEL, custom={"label": "转考核组评议"})
    def open_panel(self) -> None: ...

    @transition(state, source=State.PANEL, target=State.DECIDED, custom={"label": "记录党委审定"})
    def decide(self) -> None: ...

    @transition(state, source=State.DECIDED, target=State.PUBLICITY, custom={"label": "公示结果"})
    def publicize(self) -> None: ...

    @transition(state, source=State.PUBLICITY, target=State.DECIDED, custom={"label": "重新公示"})
    def unpublish(self) -> None: ...

    @transition(
        state, source=[State.DECIDED, State.PUBLICITY], target=State.FEEDBACK, custom={"label": "反馈结果"}
    )
    def open_feedback(self) -> None: ...

    @transition(state, source=State.FEEDBACK, target=State.REVIEW, custom={"label": "受理复核"})
    def open_review(self) -> None: ...

    @transition(state, source=State.REVIEW, target=State.ARCHIVED, custom={"label": "归档"})
    def archive(self, *, closing_note: str) -> None:
        self.closing_note = closing_note


def code_of(year: int, kind: str, level: str) -> str:
    """A cycle's name in addresses: 2025, 2025-term, 2025-section."""
    term = "-term" if kind == CycleKind.TERM else ""
    return f"{year}{term}{'-section' if level == CycleLevel.SECTION else ''}"


def label_of(year: int, kind: str, level: str, first_year: int) -> str:
    """2025 年度, 2023—2025 聘期, 2025 年度科级干部."""
    span = f"{first_year}—{year} 聘期" if kind == CycleKind.TERM else f"{year} 年度"
    return span + ("科级干部" if level == CycleLevel.SECTION else "")


def label_of_code(code: str) -> str:
    """The words for a code alone; of a term only its last year is known from it."""
    year, _, rest = code.partition("-")
    span = f"{year} 年届满聘期" if rest.startswith("term") else f"{year} 年度"
    return span + ("科级干部" if rest.endswith("section") else "")


class CycleEvent(CaseEvent):
    """What happened to a cycle, by whom; append-only by trigger."""

    case = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "考核大事记"
        verbose_name_plural = "考核大事记"
