"""What one officer asks for and another must approve before anybody's rights change."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core import clock

from .grants import ROLES_OF_A_UNIT, Role, RoleGrant
from .units import Unit
from .users import User


class ProposalKind(models.TextChoices):
    GRANT = "grant", "授予"
    END = "end", "终止"


class ProposalState(models.TextChoices):
    WAITING = "waiting", "待复核"
    APPROVED = "approved", "已生效"
    REJECTED = "rejected", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


_BY_SECOND_PERSON = (ProposalState.APPROVED, ProposalState.REJECTED)


class GrantProposal(models.Model):
    """A grant, or the end of one, that counts nothing until a second person approves it.

    grant: the one to end, or the one that came of it. valid_to of an end: the last day; none: at once.
    """

    Kind = ProposalKind
    State = ProposalState

    kind = models.CharField("事项", max_length=8, choices=ProposalKind.choices)
    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.PROTECT, related_name="proposals")
    role = models.CharField("角色", max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, verbose_name="范围", null=True, blank=True, on_delete=models.PROTECT)
    grant = models.ForeignKey(
        RoleGrant, verbose_name="授予", null=True, on_delete=models.PROTECT, related_name="proposals"
    )
    valid_from = models.DateField("起始日期", null=True, blank=True)
    valid_to = models.DateField("终止日期", null=True, blank=True)
    reason = models.CharField("理由", max_length=200)
    state = models.CharField(
        "状态", max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    proposed_by = models.ForeignKey(
        User, verbose_name="提出人", on_delete=models.PROTECT, related_name="proposals_made"
    )
    proposed_at = models.DateTimeField("提出时间", default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        User, verbose_name="复核人", null=True, on_delete=models.PROTECT, related_name="proposals_decided"
    )
    decided_at = models.DateTimeField("复核时间", null=True)
    note = models.CharField("复核意见", max_length=200, blank=True)

    class Meta:
        verbose_name = "授权申请"
        verbose_name_plural = "授权申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(state=ProposalState.WAITING, unit__isnull=False),
                name="proposal_one_waiting_per_unit",
                violation_error_message="该用户在此单位的这一角色已有一项待复核的申请。",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(state=ProposalState.WAITING, unit__isnull=True),
                name="proposal_one_waiting",
                violation_error_message="该用户的这一角色已有一项待复核的申请。",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=ProposalKind.values, state__in=ProposalState.values, role__in=Role.values
                ),
                name="proposal_words_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=ProposalKind.END, grant__isnull=False)
                | Q(kind=ProposalKind.GRANT, valid_from__isnull=False),
                name="proposal_says_what",
            ),
            models.CheckConstraint(
                condition=Q(kind=ProposalKind.END)
                | Q(role__in=sorted(ROLES_OF_A_UNIT), unit__isnull=False)
                | (~Q(role__in=sorted(ROLES_OF_A_UNIT)) & Q(unit__isnull=True)),
                name="proposal_scope_of_role",
                violation_error_message="分管领导和二级党组织必须指定单位，其他角色不指定单位。",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=ProposalState.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_BY_SECOND_PERSON) | ~Q(decided_by=F("proposed_by")),
                name="proposal_two_persons",
                violation_error_message="提出人不能复核自己提出的申请。",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("user")) & (Q(decided_by__isnull=True) | ~Q(decided_by=F("user"))),
                name="proposal_not_for_oneself",
                violation_error_message="不能提出或复核本人的授权。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user} {self.get_role_display()}"
