"""What people bring: pictures are written anew, and a scanner that is set sees everything."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from core import uploads
from core.downloads import stored_response
from core.files import file_open
from core.forms import Form, PaperField
from core.models import StoredFile
from core.pages import RuleBroken
from core.tables.errors import Refused
from core.uploads import EVIDENCE, SCANS, upload_check, upload_store
from tests.support.clamd import EICAR, Scanner, scanner_at

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BAD_PDF = PDF[:-6] + EICAR + b"\n%%EOF\n"
GPS, ORIENTATION, MADE_BY = 0x8825, 0x0112, 0x010F


def photograph(size: tuple[int, int] = (40, 20), *, form: str = "JPEG", mode: str = "RGB") -> bytes:
    """As a telephone takes it: lying on its side, with place, maker, comment and something behind it."""
    picture = Image.new(mode, size)
    exif = Image.Exif()
    exif[ORIENTATION], exif[MADE_BY] = 6, "MAKER"
    exif[GPS] = {1: "N", 2: (31.0, 2.0, 3.0)}
    content = io.BytesIO()
    picture.save(content, form, exif=exif, comment=b"COMMENT", dpi=(300, 300), icc_profile=b"PROFILE")
    return content.getvalue() + b"<script>behind</script>"


def kept(content: bytes, name: str) -> bytes:
    return upload_check(io.BytesIO(content), name=name).read()


@pytest.mark.parametrize(("form", "name"), [("JPEG", "会场.jpg"), ("PNG", "会场.png")])
def test_of_a_picture_only_the_picture_is_kept(form: str, name: str) -> None:
    brought = photograph(form=form)
    assert b"MAKER" in brought
    content = kept(brought, name)
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == form
        assert picture.size == (20, 40), "upright, as it was looked at"
        assert not picture.getexif()
        assert {round(dots) for dots in picture.info["dpi"]} == {300}, "a scan prints at its size"
        assert not {"exif", "icc_profile", "comment"} & picture.info.keys()
    assert not any(mark in content for mark in (b"MAKER", b"COMMENT", b"PROFILE", b"behind"))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_stays_readable(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (8, 8)).save(written, "PNG")
    with Image.open(io.BytesIO(kept(written.getvalue(), "图.png"))) as picture:
        picture.load()
        assert picture.mode == mode


def test_a_picture_for_print_becomes_one_for_the_screen() -> None:
    with Image.open(io.BytesIO(kept(photograph(mode="CMYK"), "图.jpg"))) as picture:
        assert picture.mode == "RGB"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (photograph()[:300], "图.jpg", "已经损坏"),
        (photograph(form="PNG"), "图.jpg", "已经损坏"),
        (b"\xff\xd8\xff" + b"\0" * 100, "图.jpg", "已经损坏"),
        (PDF, "图.png", "已经损坏"),
    ],
)
def test_what_cannot_be_decoded_is_no_picture(content: bytes, name: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        kept(content, name)


@pytest.mark.parametrize("size", [(9000, 6000), (11_000, 10_000), (40_000, 1)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size: tuple[int, int]) -> None:
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Image.new("1", size).save(written, "PNG")
    with pytest.raises(Refused, match="尺寸过大"):
        kept(written.getvalue(), "图.png")


def test_a_workbook_as_evidence_is_judged_like_one_that_is_imported() -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("a.txt", "no workbook")
    with pytest.raises(Refused):
        upload_check(package, name="台账.xlsx", kinds=EVIDENCE)
    with pytest.raises(Refused, match=r"只收 PDF、JPG、PNG"):
        upload_check(io.BytesIO(PDF), name="台账.xlsx", kinds=SCANS)


@pytest.fixture
def scanner(settings: Any, tmp_path: Path) -> Iterator[Scanner]:
    with scanner_at(tmp_path / "clamd.ctl") as server:
        settings.UPLOAD_SCANNER = f"unix:{tmp_path / 'clamd.ctl'}"
        yield server


class PaperForm(Form):
    paper = PaperField(label="材料")


def mistakes(content: bytes, name: str = "说明.pdf") -> list[str]:
    form = PaperForm({}, {"paper": SimpleUploadedFile(name, content)})
    return [str(said) for said in form.errors.get("paper", [])]


def test_a_virus_is_told_beside_its_field(scanner: Scanner) -> None:
    assert mistakes(BAD_PDF) == [
        "材料：查毒软件报告文件“说明.pdf”带有病毒（Eicar-Signature）。请先查杀病毒，再用干净的文件办理。"
    ]
    assert mistakes(PDF) == []
    assert scanner.heard == [BAD_PDF, PDF]


def test_a_picture_is_scanned_as_it_was_brought(scanner: Scanner) -> None:
    assert "带有病毒" in mistakes(photograph() + EICAR, "照片.jpg")[0]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"maybe"])
def test_without_a_clear_answer_nothing_passes(scanner: Scanner, answer: bytes) -> None:
    scanner.answer = answer or b" "
    assert "暂时无法查毒" in mistakes(PDF)[0]


@pytest.mark.parametrize("place", ["unix:/nonexistent/clamd.ctl", "tcp://127.0.0.1:1"])
def test_a_scanner_that_is_away_lets_nothing_pass(settings: Any, place: str) -> None:
    settings.UPLOAD_SCANNER = place
    assert "暂时无法查毒" in mistakes(PDF)[0]


@pytest.mark.django_db
def test_what_its_form_has_checked_is_not_asked_about_again(
    var: Path, system: User, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = upload_check(io.BytesIO(PDF), name="说明.pdf")
    monkeypatch.setattr(uploads, "upload_check", None)
    stored = upload_store(given, name="说明.pdf", actor=system)
    assert stored.screening == StoredFile.Screening.CLEAN
    assert len(scanner.heard) == 1
    with file_open(stored) as content:
        assert content.read() == PDF
    with pytest.raises(Refused, match="只收 Word"):
        upload_store(given, name="说明.pdf", actor=system, kinds=("docx",))


@pytest.mark.django_db
def test_what_came_before_the_scanner_is_scanned_when_it_is_asked_for(
    var: Path, system: User, settings: Any, tmp_path: Path
) -> None:
    clean, infected = (
        upload_store(io.BytesIO(content), name="说明.pdf", actor=system) for content in (PDF, BAD_PDF)
    )
    assert clean.screening == infected.screening == StoredFile.Screening.WAITING
    assert given(infected) == BAD_PDF, "no scanner, as the operations page says"
    settings.UPLOAD_SCANNER = f"unix:{tmp_path / 'clamd.ctl'}"
    with pytest.raises(RuleBroken, match="暂时无法查毒"):
        stored_response(clean)
    with scanner_at(tmp_path / "clamd.ctl") as scanner:
        assert given(clean) == PDF
        for _ in range(2):
            with pytest.raises(RuleBroken, match="带有病毒"):
                stored_response(infected)
    assert len(scanner.heard) == 3
    clean.refresh_from_db()
    assert given(clean) == PDF, "looked at once, although the scanner is gone"


def given(stored: StoredFile) -> bytes:
    answer: Any = stored_response(stored)
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"].startswith("attachment;")
    content = b"".join(answer.streaming_content)
    answer.file_to_stream.close()
    return content
