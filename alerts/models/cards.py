"""One card: 预警提示, 黄牌警示 (第十三条), or 提醒, 函询, 诫勉 (第八条)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import RETURN_VALUE, ConcurrentTransitionMixin, transition

from accounts.models import Unit
from cadres.models import Cadre
from core import clock
from core.fields import EncryptedTextField, StateField
from core.models import CaseEvent, StoredFile
from core.models.history import Versioned
from matters.models import Mark, Matter
from policy.alerts_steps import AFTER_SIGNING, CARDS, KINDS, RUNNING, STATES, measure_of

from ..access import CardQuerySet
from .signals import Signal


class CardState(models.TextChoices):
    APPROVING = "approving", STATES["approving"]
    DRAFT = "draft", STATES["draft"]
    ISSUED = "issued", STATES["issued"]
    PLANNING = "planning", STATES["planning"]
    MENDING = "mending", STATES["mending"]
    REPORTED = "reported", STATES["reported"]
    NOTED = "noted", STATES["noted"]
    AWAITING = "awaiting", STATES["awaiting"]
    ANSWERED = "answered", STATES["answered"]
    CRITICISM = "criticism", STATES["criticism"]
    FOLLOWING = "following", STATES["following"]
    LIFTED = "lifted", STATES["lifted"]
    CLOSED = "closed", STATES["closed"]
    ESCALATED = "escalated", STATES["escalated"]
    LAPSED = "lapsed", STATES["lapsed"]
    REVOKED = "revoked", STATES["revoked"]
    EXEMPTED = "exempted", STATES["exempted"]
    DROPPED = "dropped", STATES["dropped"]


class CardKind(models.TextChoices):
    HINT = "hint", KINDS["hint"]
    YELLOW = "yellow", KINDS["yellow"]
    REMINDER = "reminder", KINDS["reminder"]
    INQUIRY = "inquiry", KINDS["inquiry"]
    ADMONITION = "admonition", KINDS["admonition"]


C = CardState
UNISSUED = ("approving", "draft", "dropped")


class Card(ConcurrentTransitionMixin, Versioned):
    """A card on one cadre. Its mark on the matter is what counts; this is how it is handled.

    unit: the unit at issue, which does not change when the cadre moves. title, facts: of 预警提示 and
    黄牌警示 only; of a measure of 第八条 nothing is kept but that it was sent, answered, when, under which
    number, and how it ended. due_on: the last day of the present step; ends_on: of the rectification, or the
    day of the follow-up; lapses_on: when a yellow card runs out. answered_on: of the answer (函询) or of the
    self-criticism (诫勉); report_on, report_no: of the written report months after a 诫勉.
    """

    State, Kind = CardState, CardKind

    kind = models.CharField("种类", max_length=10, choices=CardKind.choices)
    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="cards")
    unit = models.ForeignKey(Unit, verbose_name="签发时单位", on_delete=models.PROTECT, related_name="cards")
    signal = models.OneToOneField(
        Signal, verbose_name="预警信息", null=True, blank=True, on_delete=models.PROTECT, related_name="card"
    )
    matter = models.ForeignKey(
        Matter, verbose_name="事项", null=True, blank=True, on_delete=models.PROTECT, related_name="cards"
    )
    mark = models.OneToOneField(
        Mark, verbose_name="记录", null=True, blank=True, on_delete=models.PROTECT, related_name="card"
    )
    title = models.CharField("事由", max_length=100, blank=True)
    facts = EncryptedTextField("事实", null=True, blank=True)
    state = StateField("状态", default=C.DRAFT, choices=CardState.choices)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    drafted_on = models.DateField("提出日期", default=clock.today)
    approver = models.CharField("批准人", max_length=64, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    approval_no = models.CharField("呈批件编号", max_length=100, blank=True)
    issuer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="签发人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_on = models.DateField("签发日期", null=True, blank=True)
    document_no = models.CharField("文号", max_length=100, blank=True)
    points = models.DecimalField("扣分", max_digits=10, decimal_places=4, default=0)
    signed_on = models.DateField("签收日期", null=True, blank=True)
    signed_how = models.CharField("签收方式", max_length=120, blank=True)
    receipt = models.ForeignKey(
        StoredFile, verbose_name="送达回执", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField("本步期限", null=True, blank=True)
    provisional = models.BooleanField("期限暂定", default=False, editable=False)
    ends_on = models.DateField("整改截止或跟踪日期", null=True, blank=True)
    lapses_on = models.DateField("失效日期", null=True, blank=True)
    extended = models.BooleanField("已延期", default=False)
    answered_on = models.DateField("收到答复或检讨的日期", null=True, blank=True)
    report_on = models.DateField("收到书面整改报告的日期", null=True, blank=True)
    report_no = models.CharField("书面整改报告文号", max_length=100, blank=True)
    conclusion = models.CharField("结论", max_length=20, blank=True)
    ended_on = models.DateField("办结日期", null=True, blank=True)
    end_no = models.CharField("解除或撤销文号", max_length=100, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = "预警与提醒"
        verbose_name_plural = "预警与提醒"
        indexes = [
            models.Index(fields=["cadre", "kind"], name="card_cadre_kind"),
            models.Index(fields=["state", "due_on"], name="card_state_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="card_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="card_state_known"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(CARDS), facts__isnull=False) & ~Q(title="")
                | ~Q(kind__in=sorted(CARDS)) & Q(facts__isnull=True, title=""),
                name="card_facts_only_of_cards",
                violation_error_message="提醒、函询、诫勉只登记办理情况，不登记内容。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNISSUED)
                | Q(issuer__isnull=False, issued_on__isnull=False, matter__isnull=False, mark__isnull=False)
                & ~Q(document_no=""),
                name="card_issued_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="admonition") | Q(state__in=UNISSUED)
                | Q(approved_on__isnull=False) & ~Q(approver=""),
                name="card_admonition_approved",
                violation_error_message="诫勉须先经党委书记批准。",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(signed_on__gte=models.F("issued_on")),
                name="card_signed_after_issue",
                violation_error_message="签收日期不能早于签发日期。",
            ),
            models.CheckConstraint(condition=Q(points__gte=0), name="card_points_not_negative"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.get_state_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("card", args=[self.pk])

    @property
    def number(self) -> str:
        """How people name it: 2026-0012."""
        return f"{self.drafted_on.year}-{self.pk:04d}"

    @property
    def measure(self) -> str:
        """The measure of its mark, in the rulebook's words."""
        return measure_of(self.kind)

    @property
    def is_card(self) -> bool:
        """Whether it is mended item by item (预警提示、黄牌警示)."""
        return self.kind in CARDS

    @transition(state, source=C.APPROVING, target=C.DRAFT, custom={"label": "登记党委书记批准"})
    def approve(self, *, approver: str, on: date, document_no: str) -> None:
        self.approver, self.approved_on, self.approval_no = approver, on, document_no

    @transition(state, source=C.DRAFT, target=C.ISSUED, custom={"label": "签发"})
    def issue(self, *, issuer: Any, document_no: str, mark: Mark) -> None:
        self.issuer, self.issued_on, self.document_no, self.mark = issuer, clock.today(), document_no, mark

    @transition(state, source=[C.APPROVING, C.DRAFT], target=C.DROPPED, custom={"label": "不予签发"})
    def drop(self) -> None:
        self.due_on, self.ended_on = None, clock.today()

    @transition(
        state,
        source=C.ISSUED,
        target=RETURN_VALUE(*(CardState(code) for code in sorted(set(AFTER_SIGNING.values())))),
        custom={"label": "签收"},
    )
    def sign(self, *, on: date, how: str, receipt: StoredFile | None = None) -> str:
        self.signed_on, self.signed_how, self.receipt = on, how, receipt
        return AFTER_SIGNING[self.kind]

    @transition(state, source=C.PLANNING, target=C.MENDING, custom={"label": "报送整改方案"})
    def plan(self) -> None: ...

    @transition(state, source=C.MENDING, target=C.REPORTED, custom={"label": "提交整改报告"})
    def report(self) -> None: ...

    @transition(state, source=C.REPORTED, target=C.MENDING, custom={"label": "延期整改"})
    def extend(self) -> None:
        self.extended = True

    @transition(state, source=C.REPORTED, target=C.LIFTED, custom={"label": "解除"})
    def lift(self, *, document_no: str) -> None:
        self._end(document_no)

    @transition(state, source=C.AWAITING, target=C.ANSWERED, custom={"label": "登记书面答复"})
    def answer(self, *, on: date) -> None:
        self.answered_on = on

    @transition(state, source=C.CRITICISM, target=C.FOLLOWING, custom={"label": "登记书面检讨"})
    def criticise(self, *, on: date) -> None:
        self.answered_on = on

    @transition(state, source=[C.NOTED, C.ANSWERED, C.FOLLOWING], target=C.CLOSED, custom={"label": "办结"})
    def close(self, *, conclusion: str) -> None:
        self.conclusion = conclusion
        self._end("")

    @transition(state, source=[C.REPORTED, C.FOLLOWING], target=C.ESCALATED, custom={"label": "升级"})
    def escalate(self, *, conclusion: str = "") -> None:
        self.conclusion = conclusion
        self._end("")

    @transition(
        state,
        source=[C.ISSUED, C.PLANNING, C.MENDING, C.REPORTED],
        target=C.LAPSED,
        custom={"label": "期满失效"},
    )
    def lapse(self) -> None:
        self._end("")

    @transition(
        state,
        source=[*(CardState(code) for code in sorted(RUNNING)), C.LIFTED, C.CLOSED, C.ESCALATED, C.LAPSED],
        target=C.REVOKED,
        custom={"label": "撤销"},
    )
    def revoke(self, *, document_no: str) -> None:
        self._end(document_no)

    @transition(
        state,
        source=[
            *(CardState(code) for code in sorted(RUNNING)),
            C.APPROVING, C.DRAFT, C.LIFTED, C.CLOSED, C.ESCALATED, C.LAPSED,
        ],
        target=RETURN_VALUE(C.EXEMPTED, C.DROPPED),
        custom={"label": "免责、澄清后取消"},
    )  # fmt: skip
    def exempt(self) -> str:
        """What was never issued is dropped; what was issued is taken back whatever became of it."""
        unissued = self.issued_on is None
        self._end("")
        return C.DROPPED if unissued else C.EXEMPTED

    @transition(
        state,
        source=C.EXEMPTED,
        target=RETURN_VALUE(
            *(CardState(code) for code in sorted(RUNNING)), C.LIFTED, C.CLOSED, C.ESCALATED, C.LAPSED
        ),
        custom={"label": "恢复办理"},
    )
    def reinstate(self, *, to: str) -> str:
        """The finding was revoked: back to where it stood."""
        return to

    def _end(self, document_no: str) -> None:
        self.due_on, self.provisional, self.ended_on = None, False, clock.today()
        self.end_no = document_no or self.end_no


class CardEvent(CaseEvent):
    """What happened to a card, by whom; append-only by trigger."""

    case = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "预警与提醒大事记"
        verbose_name_plural = "预警与提醒大事记"
