"""What a cell says: folding, names, dates, points, closed words. Pure functions on one cell value.

A cell is what `Table.rows` yields: str, int, float, datetime, date, time or None. Errors are `BadValue`.
Blank cells are an error except in `text`, the folds, `display_name` and `points`: ask `is_blank` first where
a column may be empty. Once a cell is folded only ASCII digits are digits (`٣` is none; `²` is 2 by NFKC).
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from core.tables.errors import BadValue

T = TypeVar("T")

FIRST_YEAR, LAST_YEAR = 1900, 2100
CACHED_LENGTH = 64  # longer texts hardly ever repeat
LISTED_WORDS = 30

# Zero-width and blank-looking characters that are neither spaces nor controls to Unicode (fillers, joiners).
_INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # choose a glyph, never a different character
_CONTROL = "\x00-\x1f\x7f-\x9f"
_FORMAT = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001-\U000e007f"
)
_SPACE = " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DROPPED = re.compile(f"[{_INVISIBLE}{_SELECTORS}{_CONTROL}{_FORMAT}{_SPACE}]+")
_ENDS = re.compile(f"^[{_INVISIBLE}{_CONTROL}{_FORMAT}{_SPACE}]+|[{_INVISIBLE}{_CONTROL}{_FORMAT}{_SPACE}]+$")
_UNSEEN = re.compile(f"[{_INVISIBLE}{_FORMAT}]+")
_GAPS = re.compile(f"[{_SPACE}{_CONTROL}]+")
# Han of every plane, 〇 and 々, radicals, and the private use area where old systems keep rare characters.
_CJK = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\ufaff\U00020000-\U0010ffff]")
_DOTS = str.maketrans(dict.fromkeys("・•‧∙⋅･", "·"))


# Text


def text(cell: Any) -> str:
    """Display text: trimmed (full-width spaces and zero-width characters too), inner spaces kept."""
    if cell.__class__ is str:
        return _ENDS.sub("", cell)
    return "" if cell is None else _shown(cell)


def _shown(cell: Any) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return _ENDS.sub("", str(cell))


def is_blank(cell: Any) -> bool:
    """Whether a cell shows nothing (empty, or only spaces and zero-width characters)."""
    return cell is None or (cell.__class__ is str and (not cell or not fold(cell)))


def fold(cell: Any) -> str:
    """For comparing identifiers and words: NFKC, without spaces, controls and zero-width characters."""
    if cell.__class__ is not str:
        cell = text(cell)
    if cell.isascii():
        return cell if cell.isalnum() else _DROPPED.sub("", cell)
    return _folded(cell) if len(cell) <= CACHED_LENGTH else _fold(cell)


def _fold(value: str) -> str:
    # Taking out a character can make its neighbours combine, NFKC can make new spaces: repeat until still.
    while True:
        result = unicodedata.normalize("NFKC", _DROPPED.sub("", value))
        if result == value:
            return result
        value = result


_folded = lru_cache(65_536)(_fold)


def fold_name(name: Any) -> str:
    """A person's name for comparing: folded, and every middle dot the same (阿卜杜热西提·…)."""
    return fold(name).translate(_DOTS)


def display_name(cell: Any) -> str:
    """A person's name as shown: 陈　静 -> 陈静, inner single spaces kept in Latin names.

    Never normalised: a rare character stays the character its owner uses.
    """
    name = _GAPS.sub(" ", _UNSEEN.sub("", text(cell))).strip()
    return name.replace(" ", "") if _CJK.search(name) else name


# Dates

_CLOCK = re.compile(r"(?<=[0-9日号])[\sT]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?$")
_MONTHS = (
    re.compile(r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})[日号])?"),
    re.compile(r"(?P<y>[0-9]{4})(?P<s>[-/])(?P<m>[0-9]{1,2})(?:(?P=s)(?P<d>[0-9]{1,2}))?"),
    re.compile(r"(?P<y>[0-9]{4})\.(?P<m>[0-9]{2})"),
    re.compile(r"(?P<y>[0-9]{4})\.(?P<m>[0-9]{1,2})\.(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})?"),
)
_ONE_DIGIT = re.compile(r"([0-9]{4})\.([0-9])")
_MONTH_REMEDY = "请写成 1975.03、197503、1975年3月 或 1975-03"
_DAY_REMEDY = "请写成 2025-03-12 这样的年月日"


def month(cell: Any) -> str:
    """A month as "YYYY-MM" from any form the departments use; a day is checked and dropped."""
    if isinstance(cell, datetime.date):
        return _month(cell.year, cell.month)
    return _month_of(_date_text(cell))


def day(cell: Any) -> datetime.date:
    """A date from YYYY-M-D, YYYY/M/D, YYYY.M.D, YYYYMMDD, YYYY年M月D日 or a real date; a time is dropped."""
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    if isinstance(cell, datetime.date):
        _month(cell.year, cell.month)
        return cell
    return _day_of(_date_text(cell))


def _date_text(cell: Any) -> str:
    value = text(cell)
    if not value.isascii():
        value = unicodedata.normalize("NFKC", value)
    if ":" in value:
        value = _CLOCK.sub("", value)
    return fold(value)


def _parts(value: str) -> re.Match[str] | None:
    return next((found for form in _MONTHS if (found := form.fullmatch(value))), None)


@lru_cache(8192)
def _month_of(value: str) -> str:
    if not value:
        raise BadValue("没有填写年月", _MONTH_REMEDY)
    found = _parts(value)
    if found:
        year, number = int(found["y"]), int(found["m"])
        shown = _month(year, number)
        if found.groupdict().get("d"):
            _date(year, number, int(found["d"]))
        return shown
    if short := _ONE_DIGIT.fullmatch(value):
        if short[2] == "1":
            raise BadValue(f"是 {short[1]} 年 1 月还是 10 月？", f"请写成 {short[1]}.01 或 {short[1]}.10")
        if short[2] != "0":
            raise BadValue("用点分隔时月份要写两位", f"请写成 {short[1]}.0{short[2]}")
    raise BadValue("不是年月", _MONTH_REMEDY)


@lru_cache(8192)
def _day_of(value: str) -> datetime.date:
    if not value:
        raise BadValue("没有填写日期", _DAY_REMEDY)
    found = _parts(value)
    if found and found.groupdict().get("d"):
        return _date(int(found["y"]), int(found["m"]), int(found["d"]))
    if found or _ONE_DIGIT.fullmatch(value):
        raise BadValue("日期缺少日", _DAY_REMEDY)
    raise BadValue("不是日期", _DAY_REMEDY)


def _month(year: int, number: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue(f"年份 {year} 不在 {FIRST_YEAR}—{LAST_YEAR} 年之间", "请核对年份")
    if not 1 <= number <= 12:
        raise BadValue(f"没有 {number} 月", "请核对月份")
    return f"{year:04}-{number:02}"


def _date(year: int, number: int, of_month: int) -> datetime.date:
    _month(year, number)
    try:
        return datetime.date(year, number, of_month)
    except ValueError:
        raise BadValue(f"没有 {year} 年 {number} 月 {of_month} 日这一天", "请核对日期") from None


# Numbers and words

_POINTS = re.compile(r"(?=\.?[0-9])[0-9]{0,6}(\.[0-9]{0,4})?")
_POINTS_REMEDY = "请只写数字，例如 1.5（小数点后最多四位）"


def points(cell: Any) -> Decimal:
    """Points as an exact Decimal; blank is 0. At most six digits before and four after the point."""
    if isinstance(cell, datetime.date | datetime.time):
        raise BadValue("不是分数，单元格被存成了日期", "请把该列设为文本或数值后重新填写")
    return _points_of(fold(cell))  # a number's text has 15 digits, as Excel shows it: no float noise


@lru_cache(8192)
def _points_of(value: str) -> Decimal:
    if not value:
        return Decimal(0)
    if _POINTS.fullmatch(value):
        return Decimal(value)
    if value[0] in "-−﹣" and _POINTS.fullmatch(value[1:]):
        raise BadValue("分数不能是负数", "请写成正数；扣分列写 1.5 即表示扣 1.5 分")
    raise BadValue("不是分数", _POINTS_REMEDY)


def yes_no(cell: Any) -> bool:
    """是 or 否."""
    return word(cell, _YES_NO)


_YES_NO = {"是": True, "否": False}


def word(cell: Any, allowed: Mapping[str, T]) -> T:
    """The value of a closed word; the words of `allowed` are compared folded, like the cell."""
    folded = fold(cell)
    try:
        return allowed[folded]
    except KeyError:
        pass
    for key, value in allowed.items():  # a word of ours that folding changes: 机关（合并） has wide brackets
        if fold(key) == folded:
            return value
    listed = "、".join([key for key in allowed if key][:LISTED_WORDS])
    raise BadValue("不是可用的词" if folded else "没有填写", f"可用的词：{listed}")


# Identity numbers (GB 11643-1999)

_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def identity_number(cell: Any) -> str:
    """An 18-digit identity number with its check digit and birth date right; x becomes X.

    The region code is not checked. A numeric cell has lost its last digits whatever it shows.
    """
    if isinstance(cell, int | float) or _SCIENTIFIC.fullmatch(fold(cell)):
        raise BadValue("身份证号被存成数字，丢了位数", "请把该列设为文本，重新填写完整的 18 位号码")
    number = fold(cell).upper()
    if not _IDENTITY.fullmatch(number):
        told = f"身份证号应为 18 位，这里是 {len(number)} 位" if number else "没有填写身份证号"
        if len(number) == 18:
            told = "身份证号只能由 17 位数字和末位数字或 X 组成"
        raise BadValue(told, "请按身份证填写 18 位号码")
    try:
        born = datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    if born is None or not FIRST_YEAR <= born.year <= LAST_YEAR:
        raise BadValue("身份证号第 7 至 14 位不是真实的出生日期", "请对照身份证核对号码")
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECK[total % 11] != number[17]:
        raise BadValue("身份证号校验位不对", "请对照身份证核对号码，多半有一位写错")
    return number


def identity_birth_month(number: str) -> str:
    """ "YYYY-MM" of birth from a number that `identity_number` accepted."""
    return f"{number[6:10]}-{number[10:12]}"


def identity_sex(number: str) -> str:
    """男 or 女 from a number that `identity_number` accepted (17th digit odd: 男)."""
    return "男" if int(number[16]) % 2 else "女"
