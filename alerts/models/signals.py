"""A signal (预警信息): a fact that somebody has to judge. It is never a card by itself (第十三条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import Unit
from cadres.models import Cadre
from core import clock
from core.fields import EncryptedTextField, StateField
from core.models.history import Versioned
from policy.alerts_steps import KINDS

from ..access import SignalQuerySet

BY_HAND = "hand"


class SignalState(models.TextChoices):
    WAITING = "waiting", "待研判"
    TAKEN = "taken", "已转办理"
    DISMISSED = "dismissed", "不成立"
    ERASED = "erased", "已清除"


S = SignalState


class Signal(ConcurrentTransitionMixin, Versioned):
    """What a rule found, or what somebody noted with its source.

    rule: code of `alerts.registry`, or BY_HAND; fact_key: which fact of that rule, so that it is told once;
    facts: in words, as the rule found them; account: what was noted by hand, sealed; highest: the heaviest
    kind of card it may lead to. Erased, a row only remembers which fact it was, of nobody.
    """

    State = SignalState

    rule = models.CharField("规则", max_length=40)
    fact_key = models.CharField("事实标识", max_length=80, editable=False)
    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", null=True, blank=True, on_delete=models.PROTECT, related_name="signals"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="涉及单位", null=True, blank=True, on_delete=models.PROTECT, related_name="signals"
    )
    facts = models.CharField("事实", max_length=500, blank=True)
    account = EncryptedTextField("情况", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    article = models.CharField("依据", max_length=20)
    highest = models.CharField("最高可作", max_length=10, choices=list(KINDS.items()))
    state = StateField("状态", default=S.WAITING, choices=S.choices)
    found_on = models.DateField("发现日期", default=clock.today)
    due_on = models.DateField("研判期限", null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="研判人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_on = models.DateField("研判日期", null=True, blank=True)
    reason = models.CharField("研判意见", max_length=300, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "预警信息"
        verbose_name_plural = "预警信息"
        indexes = [models.Index(fields=["state", "found_on"], name="signal_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["rule", "fact_key"], name="signal_fact_once"),
            models.CheckConstraint(condition=Q(state__in=S.values), name="signal_state_known"),
            models.CheckConstraint(condition=Q(highest__in=list(KINDS)), name="signal_highest_known"),
            models.CheckConstraint(
                condition=Q(state="erased") | Q(cadre__isnull=False) | Q(unit__isnull=False),
                name="signal_about_somebody",
                violation_error_message="预警信息须写明干部或单位。",
            ),
            models.CheckConstraint(
                condition=~Q(rule=BY_HAND) | Q(state="erased") | ~Q(source=""),
                name="signal_by_hand_has_source",
                violation_error_message="人工登记的预警信息须写明来源。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("taken", "dismissed"))
                | Q(judged_by__isnull=False, judged_on__isnull=False),
                name="signal_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""),
                name="signal_dismissed_with_reason",
                violation_error_message="不成立须写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(state="erased")
                | Q(cadre__isnull=True, unit__isnull=True, account__isnull=True, judged_by__isnull=True,
                    noted_by__isnull=True, facts="", source="", reason=""),
                name="signal_erased_says_nothing",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"预警信息（{self.get_state_display()}）"

    @transition(state, source=S.WAITING, target=S.TAKEN, custom={"label": "转办理"})
    def take(self, *, by: object, reason: str) -> None:
        self.judged_by, self.judged_on, self.reason = by, clock.today(), reason  # type: ignore[assignment]

    @transition(state, source=S.WAITING, target=S.DISMISSED, custom={"label": "不成立"})
    def dismiss(self, *, by: object, reason: str) -> None:
        self.judged_by, self.judged_on, self.reason = by, clock.today(), reason  # type: ignore[assignment]

    @property
    def words(self) -> str:
        """What it says, from a rule or by hand."""
        return self.account or self.facts
