"""The documents as LibreOffice prints them: nothing lost, long texts over pages, 28 signs by 22 lines."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import documents
from appraisal.documents import contexts
from tests.support.documents import SAMPLES, as_pdf, report, text_of, with_odd_texts

pytestmark = [pytest.mark.office, pytest.mark.once]
PAGES = {
    "annual_form": 2,
    "term_form": 2,
    "result_notice": 1,
    "commendation": 2,
    "talk_record": 1,
    "public_notice": 2,
    "agenda": 1,
    "minutes_extract": 2,
    "reports_volume": 13,
}
TITLES = {
    "annual_form": ("干部年度考核登记表", "（2025年度）", "欧阳明德", "审定等次：优秀", "备"),
    "term_form": ("干部聘期考核登记表", "聘期考核结论：合格", "92.10"),
    "result_notice": ("考核结果通知书", "某大组考〔2026〕17号", "送达回执"),
    "commendation": ("中共某大学委员会文件", "关于表彰2025年度考核优秀中层干部的决定", "李建国"),
    "talk_record": ("谈话提醒记录", "谈话事由", "不作为处分或者处理的依据"),
    "public_notice": ("关于2025年度考核拟表彰人员的公示", "5个工作日", "2026年3月5日"),
    "agenda": ("校党委常委会会议议程", "听取复核情况汇报"),
    "minutes_extract": ("校党委常委会会议纪要（摘录）", "同意7票", "不列入"),
    "reports_volume": ("述职报告汇编", "目录", "第12段"),
}


def squeezed(text: str) -> str:
    """Without the spaces that a layout puts in."""
    return re.sub(r"\s+", "", text)


def pages_of(text: str) -> list[str]:
    return text.rstrip("\f\n").split("\f")


def test_every_document_opens_and_has_its_pages(tmp_path: Path) -> None:
    printed = as_pdf({name: getattr(documents, name)(SAMPLES[name]) for name in SAMPLES}, tmp_path)
    for name, pdf in printed.items():
        text = text_of(pdf)
        assert len(pages_of(text)) == PAGES[name], name
        assert not [words for words in TITLES[name] if words not in squeezed(text)], name


def test_no_page_holds_a_signature_alone(tmp_path: Path) -> None:
    """However many people are named, text goes along with the signature to its page (GB/T 9704)."""
    people = contexts.listed([(f"人员{place}", "教务处", "处长") for place in range(30)])
    notices = {
        f"{name}-{count}": getattr(documents, name)(replace(SAMPLES[name], people=people[:count]))
        for name in ("public_notice", "commendation")
        for count in range(2, 9)
    }
    for name, pdf in as_pdf(notices, tmp_path).items():
        last = squeezed(pages_of(text_of(pdf))[-1])
        words = ("公示时间" if name.startswith("public") else "希望",)
        assert [word for word in words if word in last], (name, last)


def test_the_end_of_minutes_takes_the_last_entry_along(tmp_path: Path) -> None:
    """Where the closing lines come to a new page, the last person of the list goes with them."""
    entry = contexts.MinutesEntry("王建国（教务处处长）", "同意表彰", "同意9票")
    extracts = {
        f"minutes-{count}": documents.minutes_extract(
            replace(SAMPLES["minutes_extract"], resolution=(), entries=(entry,) * count)
        )
        for count in range(1, 9)
    }
    for name, pdf in as_pdf(extracts, tmp_path).items():
        last = squeezed(pages_of(text_of(pdf))[-1])
        assert "与原件一致" in last and "王建国" in last, (name, last)


def test_a_talk_that_nobody_signed_stands_on_one_page(tmp_path: Path) -> None:
    refused = replace(
        SAMPLES["talk_record"],
        refused="认为评价不公，阅后拒绝签字。",
        witnesses=(contexts.Witness("钱平", "科长"), contexts.Witness("孙立", "科员")),
    )
    [pdf] = as_pdf({"talk": documents.talk_record(refused)}, tmp_path).values()
    text = text_of(pdf)
    assert len(pages_of(text)) == 1 and "孙立" in text


def test_odd_characters_are_printed_as_typed(tmp_path: Path) -> None:
    odd = {name: getattr(documents, name)(with_odd_texts(SAMPLES[name])) for name in SAMPLES}
    for name, pdf in as_pdf(odd, tmp_path).items():
        text = squeezed(text_of(pdf))
        assert "A&B<b>粗</b>" in text, name
        assert "{{name}}{%ifx%}{_{" in text, name
        assert "𠮷" in text, name


def test_a_long_report_goes_over_pages_and_no_row_is_lost(tmp_path: Path) -> None:
    forms = {
        "annual": documents.annual_form(replace(SAMPLES["annual_form"], report=report(150))),
        "term": documents.term_form(replace(SAMPLES["term_form"], report=report(150))),
        "one": documents.annual_form(replace(SAMPLES["annual_form"], report=("续" * 20_000,))),
    }
    printed = {name: text_of(pdf) for name, pdf in as_pdf(forms, tmp_path).items()}
    for name in ("annual", "term"):
        text = squeezed(printed[name])
        assert [n for n in range(1, 151) if f"第{n}段。" not in text] == []
        assert len(pages_of(printed[name])) > 15
        assert f"共{len(pages_of(printed[name]))}页" in text
        assert text.rindex("本人意见") > text.rindex("第150段。")
        assert text.index("备注") > text.rindex("第150段。")
    assert printed["one"].count("续") == 20_000


def test_a_page_of_text_is_22_lines_of_28_signs(tmp_path: Path) -> None:
    """GB/T 9704-2012, 5.2.3."""
    line = contexts.Report("甲", "乙", "丙", ("国" * (28 * 60 - 2),))
    volume = replace(SAMPLES["reports_volume"], reports=(line,))
    [pdf] = as_pdf({"volume": documents.reports_volume(volume)}, tmp_path).values()
    full = [page for page in pages_of(text_of(pdf)) if page.count("国") > 300]
    lines = [found for found in full[1].splitlines() if "国" in found]
    assert [found.count("国") for found in lines] == [28] * 22


def test_a_blank_form_is_ready_to_be_filled_in_by_hand(tmp_path: Path) -> None:
    blank = contexts.Basics(*[""] * 14)
    form = contexts.AnnualForm(year="2025", office="某大学党委组织部", category="", basics=blank)
    [pdf] = as_pdf({"blank": documents.annual_form(form)}, tmp_path).values()
    pages = pages_of(text_of(pdf))
    assert len(pages) == 2
    assert "本人签名" in squeezed(pages[0]), "the box of the self-report fills the first page"
    assert "党委审定" in squeezed(pages[1])


def test_contents_name_the_page_of_each_report(tmp_path: Path) -> None:
    [pdf] = as_pdf({"volume": documents.reports_volume(SAMPLES["reports_volume"])}, tmp_path).values()
    pages = [squeezed(page) for page in pages_of(text_of(pdf))]
    for person, number in re.findall(r"(欧阳明德|王芳|李建国)\D+?\.*(\d+)", pages[1]):
        assert person in pages[int(number) - 1]
        assert "述职报告" in pages[int(number) - 1]
    assert len(re.findall(r"\.\.\.\d", pages[1])) == 4
