"""Word files from templates: what was typed stands as typed, what is undefined fails."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jinja2 import UndefinedError
from lxml import etree

from core.documents import engine, render, template_of
from tests.support.documents import ODD


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A name in body, header and footer, a row and a paragraph per line."""
    document = Document()
    document.add_paragraph("{{ name }}")
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉 {{ name }}"
    section.footer.paragraphs[0].text = "页脚 {{ name }}"
    for text in ("{%p for line in lines %}", "{{ line }}", "{%p endfor %}"):
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=1)
    for place, text in enumerate(("{%tr for line in lines %}", "{{ line }}", "{%tr endfor %}")):
        table.cell(place, 0).text = text
    path = tmp_path / "template.docx"
    document.save(str(path))
    return path


def read(content: bytes) -> tuple[list[str], list[str], str, str]:
    """Paragraphs, cells, header, footer."""
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    texts = [paragraph.text for paragraph in document.paragraphs]
    return texts, cells, section.header.paragraphs[0].text, section.footer.paragraphs[0].text


@pytest.mark.parametrize(
    "typed",
    [
        ODD,
        "{{ 7 * 7 }}{% raw %}{# 注 #}",
        "{_{ }_} {_% %_}",
        "</w:t></w:r></w:p><w:p/>&#65;&lt;",
        "]]>\\1 \\g<0> $0",
        "一\t二",
    ],
)
def test_what_was_typed_stands_as_typed(template: Path, typed: str) -> None:
    texts, cells, header, footer = read(render(template, {"name": typed, "lines": [typed, "二"]}))
    assert texts == [typed, typed, "二"]
    assert cells == [typed, "二"]
    assert (header, footer) == (f"页眉 {typed}", f"页脚 {typed}")


def test_line_ends_are_line_ends_and_control_characters_are_left_out(template: Path) -> None:
    typed = "一\r\n二\u2028三\x00\x07\x0b\x1f\x7f\x85\ufffe\ud800\u202e四"
    assert read(render(template, {"name": typed, "lines": []}))[0] == ["一\n二\n三四"]


def test_the_markup_of_the_product_is_escaped_too(template: Path) -> None:
    from django.utils.safestring import mark_safe  # noqa: PLC0415

    assert read(render(template, {"name": mark_safe("<w:br/>"), "lines": []}))[0] == ["<w:br/>"]


def test_what_is_undefined_fails(template: Path) -> None:
    with pytest.raises(UndefinedError, match="name"):
        render(template, {"lines": []})
    with pytest.raises(TypeError, match="None"):
        render(template, {"name": None, "lines": []})


@dataclass(frozen=True)
class Context:
    name: str
    lines: tuple[str, ...] = ()


def test_a_dataclass_is_a_context(template: Path) -> None:
    assert read(render(template, Context("甲", ("一",))))[0] == ["甲", "一"]


def test_the_same_content_is_the_same_file_without_times_and_names(template: Path) -> None:
    made = [render(template, Context("甲")), render(template, Context("甲"))]
    assert made[0] == made[1] != render(template, Context("乙"))
    with zipfile.ZipFile(io.BytesIO(made[0])) as package:
        assert {entry.date_time for entry in package.infolist()} == {engine.ZIP_TIME}
        for entry in package.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                etree.fromstring(package.read(entry))


def test_a_template_is_read_once(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render(template, Context("甲"))
    monkeypatch.setattr("docxtpl.DocxTemplate", None)
    assert read(render(template, Context("乙")))[0] == ["乙"]
    assert template_of(template) is template_of(template)


def test_workbooks_are_still_read_without_lxml() -> None:
    """Documents install it, and openpyxl would take it: then entities are passed over instead of refused."""
    assert not openpyxl.LXML
    assert openpyxl.DEFUSEDXML


def test_threads_share_a_template(template: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: render(template, Context(f"人{n}")), range(80)))
    assert [read(content)[0][0] for content in made] == [f"人{n}" for n in range(80)]
