"""The papers of cards: what the script writes is committed, each says all of its context, and prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alerts import documents
from alerts.documents import TEMPLATES, contexts
from alerts.documents.build import TEMPLATES as MADE
from core.documents.paper import papers_save
from tests.appraisal.test_document_templates import parts_of, said
from tests.support.documents import as_pdf, text_of, texts_of, with_odd_texts

pytestmark = pytest.mark.once
WHO = {"name": "欧阳文博", "unit": "机械学院", "post": "副院长"}
HEAD = {**WHO, "number": "某大纪〔2026〕7号", "issuer": "某大学纪委监察部门", "on": "2026年5月20日"}
SAMPLES = {
    "notice": contexts.Notice(
        word="黄牌警示",
        title="采购验收不规范",
        facts=("三次采购未按程序验收。",),
        demands=("按期报送整改方案。",),
        **HEAD,
    ),
    "letter": contexts.Letter(
        title="函询通知书",
        opening="请你就以下事项如实作出书面说明：",
        demands=("按期送交书面说明。",),
        **HEAD,
    ),
    "lifting": contexts.Lifting(
        word="黄牌警示", of_number="某大纪〔2026〕7号", title="采购验收不规范", **HEAD
    ),
    "talk": contexts.Talk(number="某大诫〔2026〕1号", approved="王书记，2026年5月18日，呈〔2026〕3号", **WHO),
    "rectification_report": contexts.RectificationReport(
        number="某大纪〔2026〕7号",
        title="采购验收不规范",
        content=("逐项整改到位。",),
        items=(
            contexts.Item(
                "验收无两人签字", "修订验收办法", "补验三批耗材", "欧阳文博", "2026年6月1日", "办法已印发"
            ),
        ),
        submitted="欧阳文博　2026年6月2日",
        finding=("两人到场核查属实。",),
        outcome="整改到位，解除",
        checked="纪检甲、纪检乙　2026年6月5日",
        **WHO,
    ),
}
TITLES = {
    "notice": ("黄牌警示通知书", "送达回执", "不表示同意"),
    "letter": ("函询通知书", "送达回执"),
    "lifting": ("黄牌警示解除通知书", "现予解除"),
    "talk": ("诫勉谈话记录", "谈话内容", "不公开"),
    "rectification_report": ("整改报告", "整改事项", "核查结论"),
}


def test_the_committed_templates_are_what_the_script_writes(tmp_path: Path) -> None:
    written = papers_save(tmp_path, MADE)
    assert {path.name for path in written} == {path.name for path in TEMPLATES.glob("*")}
    for path in written:
        assert parts_of(path) == parts_of(TEMPLATES / path.name), f"run build_document_templates: {path.name}"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_paper_says_everything_of_its_context_as_typed(name: str) -> None:
    for sample in (SAMPLES[name], with_odd_texts(SAMPLES[name])):
        text = said(getattr(documents, name)(sample))
        assert not [line for line in texts_of(sample) if line not in text]
        assert "{%" not in text.replace("{% if x %}", "")


@pytest.mark.office
def test_every_paper_is_printed_on_one_page(tmp_path: Path) -> None:
    printed = as_pdf({name: getattr(documents, name)(SAMPLES[name]) for name in SAMPLES}, tmp_path)
    for name, pdf in printed.items():
        text = text_of(pdf)
        squeezed = re.sub(r"\s+", "", text)
        assert not [words for words in TITLES[name] if words not in squeezed], name
        assert len(text.rstrip("\f\n").split("\f")) == 1, name
