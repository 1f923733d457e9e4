"""Files as a department keeps them for itself: other headers, other words, wrong rows, and mended ones.

Nothing in them has our names: 教工号 for 工号, 部门 for 所在单位, 正处/副处 for 正职/副职. Written by code,
so that what they hold can be read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

LONG_NAME = "阿卜杜热西提·麦麦提吐尔逊"
RARE_NAME = "𠮷田𬱖"  # characters beyond U+20000
FORMULA = '=HYPERLINK("http://example.com","点我")'

HEADER = (
    "教工号",
    "人员姓名",
    "部门",
    "部门性质",
    "职务",
    "职级",
    "性别",
    "民族名称",
    "身份证件号码",
    "出生日期",
    "联系电话",
    "办公室门牌",
    "备注",
)
# What the columns are in our words; 办公室门牌 is nothing of ours.
COLUMNS = {
    "教工号": "工号",
    "人员姓名": "姓名",
    "部门": "所在单位",
    "部门性质": "单位类别",
    "职务": "现任职务",
    "职级": "正副职",
    "性别": "性别",
    "民族名称": "民族",
    "身份证件号码": "身份证号",
    "出生日期": "出生年月",
    "联系电话": "手机",
    "备注": "备注",
}
WORDS = {
    "部门性质": {"机关": "机关部门", "院系": "二级学院", "直属": "直属单位"},
    "职级": {"正处": "正职", "副处": "副职"},
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(birth: str, number: int) -> str:
    """A number of nobody (region 990000) whose check digit is right."""
    body = f"990000{birth}{number:03}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True)) % 11]


def person(i: int, name: str, *, unit: str = "教务处", kind: str = "机关", rank: str = "正处") -> list[str]:
    """A row without a mistake; odd i are men."""
    birth = f"19{70 + i % 20}0{1 + i % 9}15"
    return [
        f"{71001 + i}",
        name,
        unit,
        kind,
        f"{unit}{'处长' if rank == '正处' else '副处长'}",
        rank,
        "男" if i % 2 else "女",
        "汉族",
        identity(birth, 100 + i),
        f"{birth[:4]}.{birth[4:6]}",
        f"1380000{i:04}",
        f"{i}号楼{100 + i}室",
        "",
    ]


def good_rows() -> list[list[str]]:
    """Twelve people of three units, among them a long name and one with rare characters."""
    rows = [
        person(0, "周敏"),
        person(1, LONG_NAME, rank="副处"),
        person(2, RARE_NAME, unit="信息学院", kind="院系"),
        person(3, "李建国", unit="信息学院", kind="院系", rank="副处"),
        person(4, "王芳", unit="图书馆", kind="直属"),
    ]
    rows += [
        person(i, name, unit="机械学院", kind="院系", rank="副处")
        for i, name in enumerate(("赵一", "钱二", "孙三", "李四", "吴五", "郑六", "冯七"), 5)
    ]
    rows[1][7] = "维吾尔族"
    rows[4][12] = FORMULA  # a formula that somebody typed as a remark: it stays what it is, text
    return rows


def wrong_rows() -> list[list[str]]:
    """Three rows, each with another mistake: 1月 or 10月, a wrong check digit, no name."""
    month, digit, nameless = person(20, "陈八"), person(21, "褚九"), person(22, "")
    month[9] = "1975.1"
    digit[8] = digit[8][:-1] + ("0" if digit[8][-1] != "0" else "1")
    return [month, digit, nameless]


def mended_rows() -> list[list[str]]:
    """The three rows put right."""
    mended = [person(20, "陈八"), person(21, "褚九"), person(22, "卫十")]
    mended[0][9] = mended[0][8][6:10] + "." + mended[0][8][10:12]
    return mended


def write_own(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    """A workbook with a title above its header, all cells text, as such files are kept."""
    book = Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append(["某大学中层干部花名册（2026年）"])
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def own_roster(path: Path, *, wrong: bool = False, mended: bool = False) -> Path:
    """The department's roster; wrong: with the three bad rows; mended: with them put right."""
    rows = good_rows()
    if wrong:
        rows += wrong_rows()
    if mended:
        rows += mended_rows()
    return write_own(path, rows)


def encrypted_workbook(path: Path) -> Path:
    """What Excel makes of a workbook with a password to open, as far as its door shows."""
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    return path
