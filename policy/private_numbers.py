"""Numbers that lead to a person: identity cards, telephones, mail addresses; no text of a case holds one.

Who reports is protected (纪检监察机关处理检举控告工作规则): a case knows the number that the office gave the
report, and nothing by which somebody could be found.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .verdict import Reason, Verdict

ARTICLE = "第十四条"
IDENTITY, MOBILE, TELEPHONE, MAIL = "身份证号码", "手机号码", "固定电话号码", "电子邮箱"
# What people put between digits so that a number reads easily, or is not found; two at most.
_GAP = r"[\s\-‐‑‒–—―−~.·•・_/*]{0,2}"
_NOT_AFTER_DIGIT = r"(?<![0-9])"
_NOT_BEFORE_DIGIT = r"(?![0-9])"
_DAY_OF_BIRTH = (
    rf"(?:18|19|20){_GAP}[0-9]{_GAP}[0-9]{_GAP}"
    rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}"
    rf"(?:0{_GAP}[1-9]|[12]{_GAP}[0-9]|3{_GAP}[01])"
)
_SHORT_DAY = rf"[0-9]{_GAP}[0-9]{_GAP}(?:0[1-9]|1[0-2]){_GAP}(?:0[1-9]|[12][0-9]|3[01])"
_AREA = rf"[1-8](?:{_GAP}[0-9]){{5}}"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        IDENTITY,
        re.compile(
            rf"{_NOT_AFTER_DIGIT}{_AREA}{_GAP}{_DAY_OF_BIRTH}{_GAP}"
            rf"[0-9](?:{_GAP}[0-9]){{2}}{_GAP}[0-9Xx](?![0-9Xx])"
        ),
    ),
    (IDENTITY, re.compile(rf"{_NOT_AFTER_DIGIT}{_AREA}{_SHORT_DAY}[0-9]{{3}}{_NOT_BEFORE_DIGIT}")),
    (
        MOBILE,
        re.compile(rf"{_NOT_AFTER_DIGIT}(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}{_NOT_BEFORE_DIGIT}"),
    ),
    (
        TELEPHONE,
        re.compile(
            rf"(?<![0-9])(?<![0-9][-./])\(?0[1-9][0-9]{{1,2}}\)?[\s\-–—]{{0,2}}"
            rf"[2-9][0-9]{{2,3}}[\s\-–—]?[0-9]{{4}}{_NOT_BEFORE_DIGIT}"
        ),
    ),
    (MAIL, re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")),
)
_SPOKEN = str.maketrans("〇零幺一二三四五六七八九", "001123456789")
_SPOKEN_RUN = re.compile(r"[〇零幺一二三四五六七八九]{11,18}")


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text. kind: what it looks like; begins: its first three characters, to find it by."""

    kind: str
    begins: str


def numbers_in(text: str) -> Iterator[Found]:
    """Every such number, however it is written: full width, with gaps, hidden signs, spoken digits."""
    plain = _plain(text)
    for kind, form in _FORMS:
        for match in form.finditer(plain):
            yield Found(kind, match.group()[:3])


def may_keep(words: Mapping[str, str], article: str = ARTICLE) -> Verdict:
    """Whether these texts may be kept (第十四条). words: what the field is called -> what was typed."""
    found = {(label, one.kind): one for label, text in words.items() for one in numbers_in(text)}
    return Verdict(
        tuple(
            Reason(
                "private.number",
                article,
                f"“{label}”里有{kind}（{one.begins}……）。为保护举报人和其他人，本系统不保存身份证号码、电话和邮箱，"
                f"请删除后再保存；需要指明举报件的，只填写承办部门编号（{article}）。",
            )
            for (label, kind), one in found.items()
        )
    )


def _plain(text: str) -> str:
    """The same text with half-width digits, without signs that nobody sees."""
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
    digits = "".join(_as_digit(sign) for sign in seen)
    return _SPOKEN_RUN.sub(lambda run: run.group().translate(_SPOKEN), digits)


def _as_digit(sign: str) -> str:
    """A digit of any script as 0 to 9."""
    return str(unicodedata.digit(sign)) if sign.isdigit() else sign
