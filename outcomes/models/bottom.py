"""The last of a year as the Party committee judges them (研判, 第七条)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import ConcurrentTransitionMixin, transition

from appraisal.models import Participant
from core.fields import EncryptedTextField, StateField
from core.models import CaseEvent, StoredFile
from policy.reminder_talk import FOLLOWED, OUTCOMES

from ..access.uses import BottomQuerySet


class BottomState(models.TextChoices):
    GATHERING = "gathering", "整理情况"
    READY = "ready", "待党委研判"
    DECIDED = "decided", "已研判"
    WITHDRAWN = "withdrawn", "已书面撤回"
    LAPSED = "lapsed", "已不在名单"


B = BottomState
# Judged, or still to be judged: from these somebody can be taken off in writing.
ON_LIST = (B.GATHERING, B.READY, B.DECIDED)


class BottomReview(ConcurrentTransitionMixin, models.Model):
    """One person of the bottom list with the fact sheet; nothing happens before `outcome` is decided.

    facts: [[name, words]] of the register and the year, frozen when put before the committee. seen_until: the
    last day for everybody but the head of the organization department. entry, meeting: as of a commendation.
    """

    State = BottomState
    OUTCOMES = OUTCOMES

    participant = models.OneToOneField(
        Participant, verbose_name="参加考核人员", on_delete=models.PROTECT, related_name="bottom_review"
    )
    state = StateField("状态", default=B.GATHERING, choices=B.choices)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    facts = models.JSONField("自动汇集的情况", default=list)
    hard_things = EncryptedTextField("承担急难险重任务、敢于碰硬的情况", default="", blank=True)
    causes = EncryptedTextField("排名靠后的原因分析", default="", blank=True)
    additions = EncryptedTextField("其他情况", default="", blank=True)
    own_view = EncryptedTextField("本人陈述", default="", blank=True)
    own_view_file = models.ForeignKey(
        StoredFile,
        verbose_name="本人陈述材料",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bottom_views",
    )
    outcome = models.CharField("研判意见", max_length=10, choices=OUTCOMES.items(), blank=True)
    decision_reason = models.CharField("研判理由", max_length=1000, blank=True)
    decided_on = models.DateField("研判日期", null=True, blank=True)
    meeting = models.CharField("研判会议", max_length=120, blank=True)
    entry = models.PositiveBigIntegerField("议题条目", null=True, blank=True)
    seen_until = models.DateField("可供查看至", null=True, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=500, blank=True)
    withdrawn_document = models.CharField("撤回文号", max_length=100, blank=True)

    objects = BottomQuerySet.as_manager()

    class Meta:
        verbose_name = "研判对象"
        verbose_name_plural = "研判对象"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=B.values), name="bottom_state_known"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | (Q(outcome__in=list(OUTCOMES)) & Q(decided_on__isnull=False, entry__isnull=False)),
                name="bottom_outcome_by_a_meeting",
                violation_error_message="研判意见须由党委研究决定。",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | ~Q(outcome=""), name="bottom_decided_has_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="") & ~Q(withdrawn_document="")),
                name="bottom_withdrawn_in_writing",
                violation_error_message="撤回须有书面文号和理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant.cadre.name}（{self.get_state_display()}）"

    @property
    def is_followed(self) -> bool:
        """Whether the judgement stands and asks for something to be done."""
        return self.state == B.DECIDED and self.outcome in FOLLOWED

    @property
    def follow_up(self) -> BottomFollowUp | None:
        """What is being done on the judgement that stands; reads `follow_ups`, prefetched in lists."""
        return next((one for one in self.follow_ups.all() if one.outcome == self.outcome), None)

    @transition(state, source=B.GATHERING, target=B.READY, custom={"label": "提请研判"})
    def submit(self, *, facts: list[list[str]]) -> None:
        self.facts = facts

    @transition(state, source=B.READY, target=B.GATHERING, custom={"label": "退回补充"})
    def reopen(self) -> None: ...

    @transition(state, source=[B.READY, B.DECIDED], target=B.DECIDED, custom={"label": "记录研判意见"})
    def decide(self, *, outcome: str, on: Any, reason: str, meeting: str, entry: int) -> None:
        self.outcome, self.decided_on, self.decision_reason = outcome, on, reason
        self.meeting, self.entry = meeting, entry

    @transition(state, source=list(ON_LIST), target=B.WITHDRAWN, custom={"label": "书面撤回"})
    def withdraw(self, *, on: Any, reason: str, document_no: str) -> None:
        self.withdrawn_on, self.withdrawn_reason, self.withdrawn_document = on, reason, document_no

    @transition(state, source=[B.GATHERING, B.READY], target=B.LAPSED, custom={"label": "移出名单"})
    def lapse(self) -> None:
        """The results changed before the judgement, and the list with them."""

    @transition(state, source=B.LAPSED, target=B.GATHERING, custom={"label": "重新列入"})
    def relist(self) -> None: ...


class BottomFollowUp(models.Model):
    """What follows a judgement of 帮扶, 能上能下 or 主管部门: who does what until when, and how it came out.

    outcome: which judgement it is of; corrected minutes that say something else ask for another one.
    """

    review = models.ForeignKey(
        BottomReview, verbose_name="研判对象", on_delete=models.PROTECT, related_name="follow_ups"
    )
    outcome = models.CharField(
        "研判意见", max_length=10, choices=[(code, OUTCOMES[code]) for code in FOLLOWED]
    )
    responsible = models.CharField("责任部门或责任人", max_length=100)
    task = EncryptedTextField("办理事项")
    due_on = models.DateField("完成期限")
    result = EncryptedTextField("办理结果", default="", blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = "研判后续办理"
        verbose_name_plural = "研判后续办理"
        constraints = [
            models.UniqueConstraint(fields=["review", "outcome"], name="bottom_follow_up_once"),
        ]

    def __str__(self) -> str:
        return f"{self.responsible} {self.due_on}"


class BottomEvent(CaseEvent):
    """What happened to a judgement, by whom; append-only by trigger."""

    case = models.ForeignKey(BottomReview, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "研判大事记"
        verbose_name_plural = "研判大事记"
