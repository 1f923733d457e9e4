"""The pages of a draft: every parameter can be written, what is wrong is said in plain Chinese."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from core.pages import RuleBroken
from policy.changes import in_plain_words, parameter_changes
from policy.parameters import LABELS, PARAMETER_LABELS, AppraisalParameters, ParameterError
from rulebook.forms import SECTIONS, CategoryForm, SectionForm
from rulebook.models import PolicyDraft
from rulebook.services import draft_parameters_edit
from tests.policy.builders import defaults, parameters
from tests.support.rules import DRAFTER, open_draft, person

CATEGORY = "机关部门正职"
WORD = re.compile(r"[A-Za-z]{2,}")


def form_of(slug: str, p: AppraisalParameters, data: QueryDict | None = None) -> SectionForm:
    given: dict[str, Any] = {"category": CATEGORY} if slug == "schemes" else {}
    return SECTIONS[slug].form(data=data, parameters=p, initial={"version": 1}, **given)


def as_sent(form: SectionForm, **changes: str | list[str]) -> QueryDict:
    """What a browser would send of the form as it stands, with changes."""
    data = QueryDict(mutable=True)
    for bound in form:
        value = bound.value()
        if isinstance(value, list | tuple):
            data.setlist(bound.html_name, [str(item) for item in value])
        elif value is not False and value not in (None, ""):  # 0 is a number
            data[bound.html_name] = "on" if value is True else str(value)
    for name, change in changes.items():
        if isinstance(change, list):
            data.setlist(name, change)
        else:
            data[name] = change
    return data


def sent(slug: str, p: AppraisalParameters | None = None, **changes: str | list[str]) -> SectionForm:
    p = p or parameters()
    return form_of(slug, p, as_sent(form_of(slug, p), **changes))


def told(form: SectionForm) -> list[str]:
    return [said for _, said in form.mistakes()]


def test_every_parameter_stands_on_one_page() -> None:
    keys = [key for section in SECTIONS.values() for key in section.keys]
    assert sorted(keys) == sorted(LABELS)
    words = [label for section in SECTIONS.values() for label in section.labels]
    assert len(words) == len(set(words))  # changes are told by their label
    assert not [label for label in words if "：" in label]


@pytest.mark.parametrize("slug", SECTIONS)
def test_a_page_sent_as_it_stands_changes_nothing(slug: str) -> None:
    p = parameters()
    form = sent(slug, p)
    assert form.is_valid(), form.errors
    assert AppraisalParameters.from_json(p.to_json() | form.values()) == p
    assert set(form.values()) <= {*PARAMETER_LABELS, "limits"}


EDITS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("marks", {"mark_0_points": "９５分"}, {"marks.0.points": "95"}),
    ("marks", {"mark_4_word": "很差", "mark_4_points": "20"}, {"marks.4.word": "很差"}),
    ("marks", {"abstention_0_word": "不清楚"}, {"abstentions.0.word": "不清楚"}),
    (
        "weights",
        {"group_0_weight": "25", "group_3_name": "学生", "group_3_weight": "5%"},
        {"groups.3.name": "学生", "groups.3.weight": "5", "groups.0.weight": "25"},
    ),
    ("weights", {"dimension_0_weight": "40", "dimension_3_name": "", "dimension_3_weight": ""}, {}),
    ("weights", {"component_0_name": "目标考核"}, {"components.0.name": "目标考核"}),
    ("schemes", {"points_0": "100"}, {f"schemes.{CATEGORY}.points.A": "100"}),
    (
        "schemes",
        {"groups_0": "50", "groups_1": "10"},
        {f"schemes.{CATEGORY}.groups.leaders": "50"},
    ),
    (
        "categories",
        {"merge": "across_kind", "min_category": "8"},
        {"merge": "across_kind", "min_category": 8},
    ),
    ("categories", {"merge_members": "机关部门，二级学院"}, {"merge_kinds.kinds.1": "二级学院"}),
    ("counting", {"min_marks": "5", "missing_group": "renormalise"}, {"min_marks": 5}),
    ("counting", {"same_matter": "sum", "decimals": "1"}, {"same_matter": "sum", "decimals": 1}),
    ("display", {"own_hidden": ["leaders", "peers"], "figure_doubt": "2"}, {"own_hidden.1": "peers"}),
    ("lists", {"top_share": "15.5", "bottom_scope": "overall"}, {"top_share": "15.5"}),
    ("lists", {"blocked_seat": "pass_on"}, {"blocked_seat": "pass_on"}),
    ("measures", {"measure_0_effect": "ungraded", "measure_0_years": "2"}, {"measures.诫勉.years": 2}),
    ("measures", {"measure_0_incompetent": "on"}, {"measures.诫勉.incompetent": True}),
    ("findings", {"finding_2_lifts": "on"}, {"findings.从轻.lifts": True}),
    ("findings", {"finding_5_name": "部分免责"}, {"findings.部分免责.lifts": False}),
    ("limits-process", {"process_integrity_days": "7"}, {"limits.process_integrity_days": 7}),
]


@pytest.mark.parametrize(("slug", "changes", "expected"), EDITS)
def test_what_is_written_becomes_the_parameter(
    slug: str, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    p = parameters()
    form = sent(slug, p, **changes)
    assert form.is_valid(), form.errors
    whole = AppraisalParameters.from_json(p.to_json() | form.values())
    assert whole != p
    for path, value in expected.items():
        found: Any = whole.to_json()
        for part in path.split("."):
            found = found[int(part)] if isinstance(found, list) else found[part]
        assert found == value, path
    assert parameter_changes(p, whole)


MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("weights", {"dimension_0_weight": "25"}, "测评维度的权重之和是 95%，应为 100%，还差 5，请调整。"),
    ("weights", {"group_0_weight": "35"}, "测评主体的权重之和是 105%，应为 100%，多了 5，请调整。"),
    ("weights", {"group_3_name": "学生"}, "请填写新增第 1 行的权重（%）；不要这一行的，请把整行清空。"),
    ("weights", {"group_1_name": "校领导"}, "“校领导”与第 1 行重复，请改名。"),
    ("weights", {"group_0_weight": "三十"}, "第 1 行权重（%）只能写数字，请核对。"),
    ("weights", {"component_0_weight": "100"}, "其他考核成分的权重之和须小于 100%"),
    ("marks", {"abstention_0_word": "好"}, "“好”已是计入均分的档次，不能同时不计，请去掉一处。"),
    ("marks", {"mark_0_points": "-1"}, "第 1 行分值不能小于 0，请核对。"),
    ("schemes", {"groups_0": "50"}, "测评主体的权重之和是 120%，应为 100%，多了 20，请调整。"),
    ("categories", {"merge_members": "机关部门、学院"}, "“学院”不在上面的单位类别中"),
    ("categories", {"min_category": "0"}, "单独排名的最少人数不能小于 1，请核对。"),
    ("categories", {"merge": "other"}, "所选的人数不足时的合并办法不在可选范围内，请重新选择。"),
    ("counting", {"decimals": "3"}, "总分保留小数位数不能大于 2，请核对。"),
    ("display", {"small_figure": "4"}, "小于多少票不显示均分不能小于 5，请核对。"),
    ("display", {"own_hidden": ["x"]}, "不在可选范围内，请重新选择。"),
    ("lists", {"top_share": "98"}, "两个比例之和不能超过 100%，请调整。"),
    ("lists", {"top_share": "101"}, "表彰名额比例（%）不能大于 100，请核对。"),
    ("lists", {"top_share": "20.123"}, "表彰名额比例（%）最多写两位小数，请核对。"),
    ("measures", {"measure_0_years": "0"}, "“诫勉”限制评优或等次，请写影响几个年度（至少 1）。"),
    ("measures", {"measure_0_name": ""}, "请填写第 1 行的措施；不要这一行的，请把整行清空。"),
    ("findings", {"finding_0_name": "", "finding_1_name": "从轻"}, "“从轻”与第 2 行重复，请改名。"),
    (
        "limits-process",
        {"process_integrity_days": "61"},
        "答复廉政意见的期限（个工作日）不能大于 60，请核对。",
    ),
    ("limits-process", {"process_quorum_people": ""}, "每 12 名有表决权的成员至少到会（人）。"),
]


@pytest.mark.parametrize(("slug", "changes", "said"), MISTAKES)
def test_what_is_wrong_is_said_in_plain_chinese(slug: str, changes: dict[str, Any], said: str) -> None:
    form = sent(slug, **changes)
    assert not form.is_valid()
    assert any(said in one for one in told(form)), told(form)
    assert not [one for one in told(form) if WORD.search(one)], told(form)


def test_what_only_the_whole_version_can_tell_is_said_without_keys() -> None:
    p = parameters(schemes={CATEGORY: {"groups": {"leaders": "40", "peers": "20"}}})
    gone = sent("weights", p, group_0_name="", group_0_weight="", group_1_weight="60")
    assert not gone.is_valid()
    assert not [one for one in told(gone) if WORD.search(one)], told(gone)
    assert "校领导" in "".join(told(gone))


@pytest.mark.parametrize(
    "changes",
    [
        {"min_marks": 0},
        {"merge": "x"},
        {"top_share": "abc"},
        {"merge_kinds": {"name": "", "kinds": []}},
        {"measures": {"诫勉": {"effect": "barred", "years": 0}}},
        {"groups": [{"code": "leaders", "name": "校领导", "weight": "99"}]},
        {"schemes": {CATEGORY: {"groups": {"leaders": "40"}}}},
        {"schemes": {"别的": {}}},
        {"marks": []},
        {"findings": {"澄清": {"lifts": 1}}},
        {"unknown": 1},
        {"limits": {"process_unknown": 1}},
        {"limits": {"process_integrity_days": 61}},
        {"limits": []},
    ],
)
def test_no_key_of_a_refusal_reaches_a_page(changes: dict[str, Any]) -> None:
    with pytest.raises(ParameterError) as refused:
        AppraisalParameters.from_json(defaults(**changes))
    words = in_plain_words(str(refused.value), {"leaders": "校领导"})
    assert not re.search(r"[A-Za-z_]", words), words
    assert words.endswith("请核对后修改。")


@pytest.mark.django_db
def test_the_service_refuses_what_a_page_would_have_refused() -> None:
    draft = open_draft()
    with pytest.raises(RuleBroken, match="测评主体与权重"):
        draft_parameters_edit(
            draft=draft,
            version=draft.version,
            values={"groups": [{"code": "leaders", "name": "校领导", "weight": "99"}]},
            section="权重",
            actor=draft.drafted_by,
        )


@pytest.mark.django_db
def test_a_mistake_keeps_all_that_was_typed_and_a_stale_page_writes_nothing(client: Client) -> None:
    draft = open_draft()
    client.force_login(person(DRAFTER))
    url = reverse("rule_draft_edit", args=[draft.pk, "weights"])
    p = AppraisalParameters.from_json(draft.parameters)
    data = as_sent(form_of("weights", p), group_0_weight="35", group_3_name="学生<b>", version="1")
    page = client.post(url, data).content.decode()
    assert 'value="35"' in page
    assert "学生&lt;b&gt;" in page
    stale = client.post(url, as_sent(form_of("weights", p), version="7"))
    assert stale.status_code == 409
    assert "刚刚被其他人办理" in stale.content.decode()
    assert PolicyDraft.objects.get().version == 1


@pytest.mark.django_db
def test_a_category_is_set_apart_and_joined_again(client: Client) -> None:
    draft = open_draft()
    client.force_login(person(DRAFTER))
    url = reverse("rule_draft_edit", args=[draft.pk, "schemes"]) + f"?category={CATEGORY}"
    assert client.post(url, {"version": "1", "points_0": "100"}).status_code == 303
    draft.refresh_from_db()
    assert draft.parameters["schemes"] == {CATEGORY: {"groups": {}, "dimensions": {}, "points": {"A": "100"}}}
    assert client.post(url, {"version": "2"}).status_code == 303
    draft.refresh_from_db()
    assert draft.parameters["schemes"] == {}
    assert client.get(url.replace("正职", "正值")).status_code == 404
    assert issubclass(SECTIONS["schemes"].form, CategoryForm)
