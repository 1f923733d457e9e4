"""Rows of a csv file as Excel, WPS and optical mark readers write it; streamed, memory flat."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.tables.errors import Damaged, Refused

MAX_COLUMNS = 300
BLOCK = 1024 * 1024
SURE = 16  # bytes beyond ASCII that read as UTF-8: eight characters never do so by chance
LOOK = 12  # lines that decide between comma and tab

Row = tuple[int, tuple[Any, ...]]


class CsvTable:
    """A csv file: one nameless sheet. Same face as `core.tables.xlsx.XlsxTable`."""

    format = "csv"

    def __init__(self, path: Path):
        self.path = path
        self.properties: dict[str, str] = {}
        self.encoding = _encoding(path)
        self.delimiter = self._delimiter()

    @property
    def sheet_names(self) -> list[str]:
        return [""]

    def close(self) -> None:
        """Nothing is held open between two readings."""

    def __enter__(self) -> "CsvTable":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def rows(self, sheet: str | None = None) -> Iterator[Row]:
        """Rows that hold a field: (1-based row number as a spreadsheet shows it, cells as str)."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            try:
                for number, fields in enumerate(reader, 1):
                    if fields:
                        _check_width(fields, reader.line_num)
                        yield number, tuple(fields[:MAX_COLUMNS])
            except csv.Error as error:
                raise _bad_line(error, reader.line_num) from error
            except UnicodeDecodeError as error:
                line, _ = _fault(self.path, self.encoding) or (reader.line_num + 1, 0)
                raise _bad_encoding(line) from error

    def _delimiter(self) -> str:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            start = "".join(file.readline(BLOCK) for _ in range(LOOK))
        return "\t" if start.count("\t") > start.count(",") else ","


def _encoding(path: Path) -> str:
    """UTF-8 when the whole file is, GB18030 otherwise (checked while it is read); a BOM decides at once.

    So does text that was UTF-8 up to a broken place: as GB18030 it would be other characters, silently.
    """
    fault = _fault(path, "utf-8")
    if fault is None:
        return "utf-8-sig"
    line, beyond = fault
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
    if marked or beyond >= SURE:
        raise _bad_encoding(line)
    return "gb18030"


def _fault(path: Path, encoding: str) -> tuple[int, int] | None:
    """The line with the first bytes that are no such text, and how many bytes before spelt more than ASCII.

    None where the whole file is such text.
    """
    decode = codecs.getincrementaldecoder(encoding)("strict").decode
    line, beyond = 1, 0
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                beyond += len(block) - len(decode(block))
                line += block.count(b"\n")
            decode(b"", True)
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            return line + good.count(b"\n"), beyond + len(good) - len(good.decode(encoding))
    return None


def _check_width(fields: list[str], line: int) -> None:
    if len(fields) > MAX_COLUMNS and any(field.strip() for field in fields[MAX_COLUMNS:]):
        raise Refused(f"第 {line} 行：表超过 {MAX_COLUMNS} 列", "请删去右侧多余的内容，保存后再导入")


def _bad_line(error: csv.Error, line: int) -> Refused:
    if "field limit" in str(error):
        what = "有一个字段过长，多半是前面某个引号没有成对"
    elif "expected after" in str(error) or "unexpected end" in str(error):
        what = "引号没有成对"
    else:
        what = "这一行不合 csv 格式"
    return Refused(f"第 {line} 行：{what}", "请检查这一行和上一行的引号与换行，或另存为 .xlsx 后再导入")


def _bad_encoding(line: int) -> Damaged:
    return Damaged(
        f"第 {line} 行的文字已损坏，既不是 UTF-8 也不是 GB18030 编码，或与其他行编码不同",
        "请核对这一行，或重新导出，另存为“CSV UTF-8（逗号分隔）”后再导入",
    )
