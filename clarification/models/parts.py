"""The columns of a clarification, by the step that fills them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models

from policy.clarification import (
    CIRCLES,
    FACE,
    LETTER,
    MEETING,
    NONE,
    NOTICE,
    PARTLY,
    PRIVATE,
    PUBLIC,
    TRUE,
    UNTRUE,
)

MOST = 4000


def user_key(label: str) -> Any:
    """Who did a step; empty until it is done."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Origin(models.TextChoices):
    REPORT = "report", "举报反映"
    RUMOUR = "rumour", "谣言诽谤"
    CAMPAIGN = "campaign", "恶意炒作"


class Began(models.TextChoices):
    PROPOSAL = "proposal", "部门提出"
    REQUEST = "request", "本人申请"


class Outcome(models.TextChoices):
    UNTRUE = UNTRUE, "失实"
    PARTLY = PARTLY, "部分失实"
    TRUE = TRUE, "属实"


class Wishes(models.TextChoices):
    PUBLIC = PUBLIC, "同意公开澄清"
    PRIVATE = PRIVATE, "要求不公开，只作说明"
    NONE = NONE, "不要求澄清"


class Channel(models.TextChoices):
    LETTER = LETTER, "发函说明"
    FACE = FACE, "当面说明"
    NOTICE = NOTICE, "通报"
    MEETING = MEETING, "会议澄清"


class Risk(models.TextChoices):
    LOW = "low", "低"
    MIDDLE = "middle", "中"
    HIGH = "high", "高"


class Body(models.TextChoices):
    PARTY = "party", "党委会"
    SECRETARY = "secretary", "纪委书记"


class Malice(models.TextChoices):
    """Whether the report was made in malice; more than a suspicion only the higher body finds."""

    UNSEEN = "unseen", "未发现恶意"
    SUSPECTED = "suspected", "疑似诬告陷害"
    REFERRED_UP = "referred_up", "已报上级"
    RESULT_RECEIVED = "result", "已收到上级认定"


class Way(models.TextChoices):
    ONLINE = "online", "本人在线签收"
    PAPER = "paper", "纸质签收，代录"


class RequestPart(models.Model):
    """What is to be clarified. No text of a report stands here: only what went round, in one's own words.

    external_no: number of the report at the office that handles it, all that is known of it here.
    """

    origin = models.CharField("起因", max_length=10, choices=Origin.choices, default=Origin.RUMOUR)
    began = models.CharField("提起方式", max_length=10, choices=Began.choices)
    facts = models.TextField("事实经过", max_length=MOST, blank=True)
    content = models.TextField("需要澄清的内容", max_length=MOST, blank=True)
    demand = models.TextField("诉求", max_length=MOST, blank=True)
    external_no = models.CharField("承办部门编号", max_length=60, blank=True)
    opened_by = user_key("提出人")
    opened_on = models.DateField("提出日期", null=True, blank=True)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)

    class Meta:
        abstract = True


class FindingPart(models.Model):
    """What the check found, who found it, who stands for it, and where the talk went (`circles_kept`)."""

    outcome = models.CharField("核查结论", max_length=8, choices=Outcome.choices, blank=True)
    finding = models.TextField("核查情况", max_length=MOST, blank=True)
    finding_no = models.CharField("核查文号", max_length=100, blank=True)
    checked_on = models.DateField("核查日期", null=True, blank=True)
    checked_by = user_key("核查人")
    confirmed_on = models.DateField("审定日期", null=True, blank=True)
    confirmed_by = user_key("审定人")
    spread = models.CharField("传播范围", max_length=60, blank=True)
    spread_from = models.DateField("传播起始日期", null=True, blank=True)

    class Meta:
        abstract = True


class PlanPart(models.Model):
    """What the cadre wishes, how it is to be done, who approved it."""

    wishes = models.CharField("本人意愿", max_length=8, choices=Wishes.choices, blank=True)
    wishes_note = models.TextField("本人意见", max_length=1000, blank=True)
    wished_on = models.DateField("表达意愿日期", null=True, blank=True)
    wishes_by = user_key("意愿录入人")
    channel = models.CharField("澄清方式", max_length=8, choices=Channel.choices, blank=True)
    audience = models.CharField("澄清范围", max_length=60, blank=True)
    words = models.TextField("澄清内容", max_length=MOST, blank=True)
    risk_level = models.CharField("风险程度", max_length=8, choices=Risk.choices, blank=True)
    risk = models.TextField("风险评估", max_length=1000, blank=True)
    managed = models.BooleanField("校管干部", default=True)
    managed_reason = models.CharField("更正校管干部的理由", max_length=200, blank=True)
    planned_by = user_key("拟定人")
    planned_on = models.DateField("拟定日期", null=True, blank=True)
    approve_due = models.DateField("审批期限", null=True, blank=True)
    approved_by = user_key("审批人")
    approved_on = models.DateField("批准日期", null=True, blank=True)
    approving_body = models.CharField("审批机关", max_length=10, choices=Body.choices, blank=True)
    approval_no = models.CharField("批准文号", max_length=100, blank=True)
    provisional = models.BooleanField("期限暂定", default=False)

    class Meta:
        abstract = True


class DoingPart(models.Model):
    """What was done, how it reached the cadre, and what the visit found."""

    do_due = models.DateField("实施期限", null=True, blank=True)
    done_by = user_key("实施人")
    done_on = models.DateField("实施日期", null=True, blank=True)
    done_note = models.TextField("实施情况", max_length=1000, blank=True)
    letter_no = models.CharField("澄清文书文号", max_length=100, blank=True)
    delivered_on = models.DateField("签收日期", null=True, blank=True)
    delivered_way = models.CharField("签收方式", max_length=8, choices=Way.choices, blank=True)
    delivered_note = models.TextField("签收意见", max_length=1000, blank=True)
    visit_due = models.DateField("回访日期", null=True, blank=True)
    visited_on = models.DateField("实际回访日期", null=True, blank=True)
    visited_by = user_key("回访人")
    visit_note = models.TextField("回访情况", max_length=1000, blank=True)
    visit_early = models.CharField("提前回访的理由", max_length=200, blank=True)
    unsuitable = models.TextField("不宜澄清的理由", max_length=1000, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)

    class Meta:
        abstract = True


class BesidesPart(models.Model):
    """What runs beside the steps: the note to the committee, and what becomes of a suspected accusation."""

    noted_on = models.DateField("提请党委注意日期", null=True, blank=True)
    note = models.CharField("提请注意的内容", max_length=300, blank=True)
    malice = models.CharField("恶意举报的认定", max_length=12, choices=Malice.choices, default=Malice.UNSEEN)
    malice_body = models.CharField("认定机关", max_length=120, blank=True)
    malice_no = models.CharField("认定文号", max_length=100, blank=True)
    malice_on = models.DateField("认定日期", null=True, blank=True)
    malice_found = models.BooleanField("认定为诬告陷害", null=True, blank=True)

    class Meta:
        abstract = True


class OverturnPart(models.Model):
    """A later finding contradicts it: from that day on it is a clarification no more."""

    overturned_on = models.DateField("撤销日期", null=True, blank=True)
    overturned_by = user_key("撤销人")
    overturned_no = models.CharField("撤销文号", max_length=100, blank=True)
    overturned_reason = models.CharField("撤销理由", max_length=500, blank=True)

    class Meta:
        abstract = True


def circles_kept(codes: Iterable[str]) -> str:
    """Circles as a column holds them, each with its mark of end, so that one can be looked for."""
    chosen = set(codes)
    return "".join(f"{code};" for code in CIRCLES if code in chosen)


def circles_read(kept: str) -> frozenset[str]:
    """The circles of a column."""
    return frozenset(kept.split(";")) - {""}
