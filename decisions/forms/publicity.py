"""Forms of publicity and objections."""

from __future__ import annotations

from typing import Any

from django import forms as fields

from accounts.models import RoleGrant, User
from core import clock
from core.forms import Form, prepare
from policy.publicity import FEWEST_DAYS, MOST_DAYS

from ..access import HANDLE, STEPS
from ..models import Objection, Publicity, PublicityPerson
from .meetings import VersionForm


class PublicityForm(VersionForm):
    """Title, scope, period and words, while it is a draft."""

    title = fields.CharField(label="标题", max_length=200)
    scope = fields.ChoiceField(
        label="公示范围",
        choices=Publicity.Scope.choices,
        widget=fields.RadioSelect,
        help_text="本单位：只有名单上人员所在单位的人能看到各自单位的名单。",
    )
    days = fields.IntegerField(
        label="公示期（工作日）",
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        widget=fields.TextInput(attrs={"inputmode": "numeric"}),
        help_text="开始公示的当天不计入；遇节假日顺延。",
    )
    text = fields.CharField(
        label="公示正文",
        max_length=4_000,
        widget=fields.Textarea(attrs={"rows": 8}),
        help_text="名单另列，只有姓名、单位和职务。正文不要写得分、名次和理由；写明反映意见的方式。",
    )


class ObjectionForm(Form):
    """Who said what against whom, and who looks into it."""

    person = fields.ModelChoiceField(
        label="涉及人员", queryset=PublicityPerson.objects.none(), required=False, empty_label="整个名单"
    )
    received_on = fields.DateField(label="收到日期", widget=fields.DateInput)
    channel = fields.ChoiceField(label="反映渠道", choices=[("", "请选择"), *Objection.Channel.choices])
    objector = fields.CharField(
        label="反映人",
        required=False,
        max_length=200,
        help_text="姓名和联系方式；匿名的留空。加密存放，只有纪委监察部门能看到。",
    )
    content = fields.CharField(
        label="反映内容", max_length=4_000, widget=fields.Textarea, help_text="加密存放。"
    )
    handler = fields.ModelChoiceField(label="由谁查核", queryset=User.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, publicity: Publicity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = publicity.people.filter(state=PublicityPerson.State.RUNNING)
        held = RoleGrant.objects.in_force(on=clock.today()).filter(role__in=STEPS[HANDLE])
        handler: Any = self.fields["handler"]
        handler.queryset = User.objects.filter(
            is_active=True, is_system=False, pk__in=held.values("user")
        ).order_by("name", "pk")
        for field in self.fields.values():
            prepare(field)


class ObjectionCloseForm(Form):
    """What was found, on what grounds, and whether the person goes on."""

    finding = fields.ChoiceField(
        label="查核结论", choices=Objection.Finding.choices, widget=fields.RadioSelect
    )
    stays = fields.TypedChoiceField(
        label="此人是否继续",
        choices=[("yes", "继续"), ("no", "不再继续")],
        coerce=lambda value: value == "yes",
        widget=fields.RadioSelect,
        help_text="不属实的应继续；属实的不再继续；部分属实的按情节选择。",
    )
    note = fields.CharField(
        label="查核情况和依据", max_length=4_000, widget=fields.Textarea, help_text="加密存放。"
    )
