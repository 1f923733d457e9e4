"""The documents of a case: templates are what the script writes; each says all of its context."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from core.documents.paper import papers_save
from tests.support.documents import as_pdf, text_of
from tolerance.documents import TEMPLATES, contexts, written
from tolerance.documents.build import TEMPLATES as PAPERS

pytestmark = pytest.mark.once
HEAD: dict[str, Any] = {
    "case": "RC2026001",
    "name": "秦素",
    "unit": "马克思主义学院（思想政治理论课教学研究部）",
    "matter": "SX20260001 实训设备采购超期",
    "issuer": "中共某大学纪律检查委员会",
    "on": "2026年3月12日",
    "number": "校纪容〔2026〕3号",
}
LONG = ("设备交货在即，为不耽误开学，先行试用了新的采购方式，事前向分管校领导作过报告。" * 3,)
MEETING = {"meeting": "校党委常委会2026年第6次会议", "decided": "2026年3月10日"}
NAMED = (contexts.Named("所在二级党组织（葛岭，党总支书记）", ("情况属实，建议容错。𠮷 & <b>",)),)
SAMPLES: dict[str, Any] = {
    "application": contexts.Application(
        **HEAD, staff_no="60001", applicant="干部本人", office="纪委监察部门",
        texts=(contexts.Named("申请容错的理由", LONG), contexts.Named("新的事实", ("供货方已退款。",))),
        conditions="没有明令禁止、没有谋取私利", files=("采购请示.pdf", "会议记录.docx"), opinions=NAMED,
        submitted="2026年2月2日",
    ),
    "acceptance": contexts.Acceptance(
        **HEAD, submitted="2026年2月2日", people="倪安、郝立", due="2026年3月20日"
    ),
    "refusal": contexts.Refusal(**HEAD, submitted="2026年2月2日", reasons=("问责决定已经作出并生效。",)),
    "verification": contexts.Verification(
        **HEAD, begun="2026年2月5日", ended="2026年3月2日", people=("倪安", "郝立"),
        steps=(
            contexts.Step("2026年2月10日", "调阅资料", "纪核〔2026〕1号", "倪安、郝立", LONG),
            contexts.Step(
                "2026年2月20日", "核实报告", "纪核〔2026〕2号", "倪安、郝立", ("内容见纸质材料。",)
            ),
        ),
    ),
    "factors": contexts.Factors(
        **HEAD,
        rows=tuple(
            contexts.FactorRow(name, f"{name}的事实。" + LONG[0], "纪核〔2026〕1号", "有利", "倪安")
            for name in ("动机态度", "客观条件", "程序方法", "性质程度", "后果影响", "挽回损失")
        ),
        statement=("事后追回了差价。",), opinions=NAMED,
    ),
    "finding": contexts.Finding(
        **HEAD, **MEETING, outcome="免除责任", reasons=LONG, effects=("本事项不再追究责任。",),
        review_until="2026年4月9日",
    ),
    "public": contexts.Public(
        "本单位", LONG, "2026年3月20日至2026年3月26日", HEAD["issuer"], "2026年3月20日"
    ),
    "reply": contexts.Reply(**HEAD, **MEETING, text=LONG, review_until="2026年4月9日"),
    "upward": contexts.Upward(**HEAD, **MEETING, to="上海市教育卫生工作委员会", outcome="免除责任"),
}  # fmt: skip
TITLES = {
    "application": "容错申请表",
    "acceptance": "容错申请受理通知书",
    "refusal": "容错申请不予受理告知书",
    "verification": "关于秦素同志容错申请的核实报告",
    "factors": "容错六要素分析表",
    "finding": "容错认定书",
    "public": "关于容错认定结果的公开",
    "reply": "容错申请答复书",
    "upward": "关于容错认定结果的报备函",
}


def words_of(value: Any) -> list[str]:
    """Every text of a context, however deep."""
    if is_dataclass(value):
        return [word for field in fields(value) for word in words_of(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [word for item in value for word in words_of(item)]
    return [value] if value else []


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def said(content: bytes) -> str:
    body = Document(io.BytesIO(content)).element.body
    return squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


# Forms bear no number of a letter; what the applicant signs bears no office either.
LEFT_OUT = {"application": ("number", "issuer", "on"), "factors": ("number",)}


def missing(name: str, text: str) -> list[str]:
    """Words of the sample that the document does not say."""
    skipped = {HEAD[key] for key in LEFT_OUT.get(name, ())}
    return [word for word in words_of(SAMPLES[name]) if squeezed(word) not in text and word not in skipped]


def test_the_committed_templates_are_what_the_script_writes(tmp_path: Path) -> None:
    for path in papers_save(tmp_path, PAPERS):
        with zipfile.ZipFile(path) as new, zipfile.ZipFile(TEMPLATES / path.name) as old:
            assert new.namelist() == old.namelist()
            for part in new.namelist():
                assert new.read(part) == old.read(part), f"run build_document_templates: {path.name}"
    assert {path.stem for path in TEMPLATES.glob("*")} == set(PAPERS) == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_says_everything_of_its_context(name: str) -> None:
    text = said(written(name, SAMPLES[name]))
    assert missing(name, text) == []
    assert "{{" not in text
    assert "{%" not in text


def test_the_public_text_knows_neither_name_nor_case() -> None:
    assert {field.name for field in fields(contexts.Public)} == {"scope", "text", "period", "issuer", "on"}


@pytest.mark.office
def test_every_document_opens_and_is_printed_whole(tmp_path: Path) -> None:
    printed = as_pdf({name: written(name, SAMPLES[name]) for name in SAMPLES}, tmp_path)
    for name, pdf in printed.items():
        text = squeezed(text_of(pdf))
        assert TITLES[name] in text
        for word in words_of(SAMPLES[name]):
            if word in LONG:
                assert text.count(squeezed(word)[:20]) >= 1, name
