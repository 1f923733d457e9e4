"""What a meeting decides on: items in order, entries from the lists, and the result of each.

Triggers refuse a new item or entry and other words once the meeting was held, another subject for an entry,
and any change once the minutes are final.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cadres.models import Cadre

from .. import registry
from .meetings import Meeting


class Decided(models.Model):
    """The result of an entry, or of an item that has no entries; the votes where it was voted on."""

    outcome = models.CharField("结果", max_length=40, blank=True)
    reason = models.TextField("理由", blank=True)
    agreed = models.PositiveSmallIntegerField("同意", null=True, blank=True)
    against = models.PositiveSmallIntegerField("不同意", null=True, blank=True)
    abstained = models.PositiveSmallIntegerField("弃权", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def votes_words(self) -> str:
        """同意 9 票，不同意 0 票，弃权 1 票; "" where nobody voted."""
        if self.agreed is None:
            return ""
        return f"同意 {self.agreed} 票，不同意 {self.against} 票，弃权 {self.abstained} 票"


_ALL_VOTES = Q(agreed__isnull=False, against__isnull=False, abstained__isnull=False)
_NO_VOTES = Q(agreed__isnull=True, against__isnull=True, abstained__isnull=True)


class AgendaItem(Decided):
    """One item. kind: a code of `decisions.registry`; subject_kind, subject_id: the upper app's own words.

    supplementary: why it was added after the agenda stood; corrects: the earlier, final item whose decision
    it corrects (更正); postponed: why the meeting did not decide (缓议).
    """

    class Method(models.TextChoices):
        VOTE = "vote", "表决"
        COLLECTIVE = "collective", "集体研究决定"

    meeting = models.ForeignKey(Meeting, verbose_name="会议", on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("议题种类", max_length=60)
    title = models.CharField("议题", max_length=200)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    supplementary = models.CharField("补充议题的理由", max_length=300, blank=True)
    corrects = models.ForeignKey(
        "self",
        verbose_name="更正的议题",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    method = models.CharField("决定方式", max_length=10, choices=Method.choices, blank=True)
    text = models.TextField("决定内容", blank=True)
    postponed = models.CharField("缓议的原因", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="结果录入人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField("结果录入时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "议题"
        verbose_name_plural = "议题"
        ordering = ["meeting", "position", "pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="agenda_item_subject")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_item_position_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(kind=""), name="agenda_item_named"),
            models.CheckConstraint(
                condition=Q(method="", recorded_by__isnull=True)
                | (Q(method__in=("vote", "collective")) & Q(recorded_by__isnull=False, postponed=""))
                | (Q(method="", recorded_by__isnull=False) & ~Q(postponed="")),
                name="agenda_item_recorded_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(method="collective") | ~Q(text=""),
                name="agenda_item_collective_text",
                violation_error_message="集体研究决定须写明决定内容。",
            ),
            models.CheckConstraint(condition=_ALL_VOTES | _NO_VOTES, name="agenda_item_votes_together"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def agenda_kind(self) -> registry.AgendaKind:
        """The kind as its app registered it. Raises KeyError."""
        return registry.kind_of(self.kind)

    @property
    def kind_label(self) -> str:
        return registry.label_of(self.kind)

    @property
    def outcome_label(self) -> str:
        """The words of the result of an item without entries."""
        return registry.outcome_label(self.kind, self.outcome)

    @property
    def is_recorded(self) -> bool:
        """Whether it has a result or was postponed."""
        return self.recorded_by_id is not None

    @property
    def is_decided(self) -> bool:
        """Whether it has a result."""
        return bool(self.method)


class AgendaEntry(Decided):
    """One entry of an item: a person, or whatever else the list is of. Frozen words, no score and no rank.

    basis: what it rests on, as `registry.basis_of` tells it; nobody reads a figure out of it.
    """

    item = models.ForeignKey(
        AgendaItem, verbose_name="议题", on_delete=models.PROTECT, related_name="entries"
    )
    subject_id = models.PositiveBigIntegerField()
    cadre = models.ForeignKey(
        Cadre,
        verbose_name="干部",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agenda_entries",
    )
    label = models.CharField("名称", max_length=200)
    proposal = models.CharField("提请", max_length=40, blank=True)
    note = models.TextField("说明", blank=True)
    position = models.PositiveIntegerField("次序")
    tied = models.PositiveIntegerField("并列组", null=True, blank=True)
    basis = models.JSONField("依据的数据", default=dict, blank=True)

    class Meta:
        verbose_name = "议题条目"
        verbose_name_plural = "议题条目"
        ordering = ["item", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "subject_id"],
                name="agenda_entry_once",
                violation_error_message="同一议题中已有这一条。",
            ),
            models.CheckConstraint(condition=_ALL_VOTES | _NO_VOTES, name="agenda_entry_votes_together"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def outcome_label(self) -> str:
        return registry.outcome_label(self.item.kind, self.outcome)

    @property
    def proposal_label(self) -> str:
        return registry.outcome_label(self.item.kind, self.proposal)
