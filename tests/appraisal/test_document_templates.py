"""The templates: what the script writes is what is committed, and each document says all of its context."""

from __future__ import annotations

import io
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from jinja2 import UndefinedError
from lxml import etree

from appraisal import documents
from appraisal.documents import TEMPLATES, contexts
from appraisal.documents.build import templates_build
from core.documents import render
from tests.support.documents import SAMPLES, texts_of, with_odd_texts

pytestmark = pytest.mark.once
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(path: Path | io.BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def body(content: bytes) -> etree._Element:
    return Document(io.BytesIO(content)).element.body


def said(content: bytes) -> str:
    """Every paragraph's text, with line ends of Word as line ends."""
    lines = []
    for paragraph in body(content).iter(f"{W}p"):
        pieces = [
            "\n" if node.tag == f"{W}br" else node.text or "" for node in paragraph.iter(f"{W}t", f"{W}br")
        ]
        lines.append("".join(pieces))
    return "\n".join(lines)


def test_the_committed_templates_are_what_the_script_writes(tmp_path: Path) -> None:
    written = templates_build(tmp_path)
    assert {path.name for path in written} == {path.name for path in TEMPLATES.glob("*")}
    for path in written:
        assert parts_of(path) == parts_of(TEMPLATES / path.name), f"run build_document_templates: {path.name}"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_says_everything_of_its_context(name: str) -> None:
    sample = SAMPLES[name]
    text = said(getattr(documents, name)(sample))
    assert not [line for line in texts_of(sample) if line not in text]
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize("name", SAMPLES)
def test_whatever_was_typed_stands_there_as_typed(name: str) -> None:
    sample = with_odd_texts(SAMPLES[name])
    content = getattr(documents, name)(sample)
    text = said(content)
    assert not [line for line in texts_of(sample) if line not in text]
    assert text.count("𠮷") >= len(texts_of(sample)) // 2
    assert "<b>粗</b>" in text


@pytest.mark.parametrize("name", SAMPLES)
def test_a_template_without_one_of_its_names_fails(name: str) -> None:
    whole = {field.name: getattr(SAMPLES[name], field.name) for field in fields(SAMPLES[name])}
    path = TEMPLATES / f"{name}.docx"
    assert render(path, whole)
    for left_out in whole:
        if name == "talk_record" and left_out in ("witnesses", "signed_on"):
            continue  # asked only where somebody refused to sign, or did
        with pytest.raises(UndefinedError, match=left_out):
            render(path, {key: value for key, value in whole.items() if key != left_out})


@pytest.mark.parametrize("name", SAMPLES)
def test_word_can_open_it(name: str) -> None:
    """Every cell and the body end with a paragraph, rows fill the grid."""
    bare = type(SAMPLES[name])
    empty = bare(**{f.name: _emptied(getattr(SAMPLES[name], f.name)) for f in fields(bare)})
    for context in (SAMPLES[name], empty):
        root = body(getattr(documents, name)(context))
        for cell in root.iter(f"{W}tc"):
            assert cell[-1].tag == f"{W}p"
        for table in root.iter(f"{W}tbl"):
            assert table.getnext().tag == f"{W}p"
            columns = len(table.find(f"{W}tblGrid"))
            for row in table.iter(f"{W}tr"):
                spans = [span.get(f"{W}val") for span in row.iter(f"{W}gridSpan")]
                assert len(row.findall(f"{W}tc")) - len(spans) + sum(map(int, spans)) == columns


def _emptied(value: object) -> object:
    if isinstance(value, str):
        return ""
    if isinstance(value, tuple):
        return ()
    return type(value)(**{f.name: _emptied(getattr(value, f.name)) for f in fields(value)})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_document_names_a_machine_a_person_or_a_time(name: str) -> None:
    content = getattr(documents, name)(SAMPLES[name])
    core = Document(io.BytesIO(content)).core_properties
    assert (core.author, core.last_modified_by, core.comments, core.language) == ("", "", "", "zh-CN")
    assert core.created == core.modified
    parts = parts_of(io.BytesIO(content))
    assert not [part for part in parts if "custom" in part or "thumbnail" in part]
    assert b"python" not in b"".join(parts.values())


@pytest.mark.parametrize(
    "name", ["result_notice", "commendation", "public_notice", "agenda", "minutes_extract"]
)
def test_official_papers_keep_to_the_standard(name: str) -> None:
    """GB/T 9704-2012: A4, 37 mm above, 28 mm left, 156 x 225 mm; 2号 title, 3号 仿宋 text."""
    document = Document(str(TEMPLATES / f"{name}.docx"))
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    found = [round(value / Mm(1)) for value in (section.top_margin, section.left_margin, width, height)]
    assert found == [37, 28, 156, 225]
    for style, size, font in (("Title2", 22, "方正小标宋简体"), ("Text", 16, "仿宋"), ("Head1", 16, "黑体")):
        made = document.styles[style]
        assert (made.font.size.pt, made.element.rPr.rFonts.get(f"{W}eastAsia")) == (size, font)


def test_a_notice_for_the_public_has_no_place_for_scores_and_no_numbers_before_names() -> None:
    """Names in no order of merit: the table has three columns and no place."""
    template = (parts_of(TEMPLATES / "public_notice.docx"))["word/document.xml"].decode()
    assert "loop.index" not in template
    assert "排列不分先后" in template
    assert {field.name for field in fields(contexts.Listed)} == {"name", "unit", "post"}


def test_a_refused_signature_is_witnessed_on_the_record() -> None:
    two = (contexts.Witness("周某", "组织部副部长"), contexts.Witness("吴某", "纪委办公室主任"))
    refused = replace(SAMPLES["talk_record"], refused="本人对谈话事由有不同看法。", witnesses=two)
    text = said(documents.talk_record(refused))
    assert "谈话对象未签名。本人对谈话事由有不同看法。" in text
    assert "见证人：周某（组织部副部长）" in text
    assert "见证人：吴某（纪委办公室主任）" in text
    assert "谈话对象\n签　　名" not in text
    assert "谈话对象\n签　　名" in said(documents.talk_record(SAMPLES["talk_record"]))
