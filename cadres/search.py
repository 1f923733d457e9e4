"""Finding a cadre by name, pinyin, initials or 工号, in one box."""

from __future__ import annotations

from django.db.models import Q

from core.tables.values import fold_name

MOST_WORDS = 5
_U = str.maketrans({"ü": "v", "ǖ": "v", "ǘ": "v", "ǚ": "v", "ǜ": "v"})


def answers_to(words: str) -> Q:
    """Rows that answer to every word: Han by the name, letters by pinyin or initials, figures by 工号.

    One word of letters or figures must begin pinyin, initials or 工号, so that their indexes serve; of
    several, each may also stand within the pinyin (`zhang wei`, `wei zhang`).
    """
    asked = [plain for word in words.split()[:MOST_WORDS] if (plain := _plain(word))]
    found = Q()
    for word in asked:
        found &= _word(word, anywhere=len(asked) > 1)
    return found


def _plain(word: str) -> str:
    """Full-width letters and figures as meant, lower case, ü as v, as pinyin is stored."""
    return fold_name(word).lower().translate(_U).replace("lyu", "lv")


def _word(word: str, *, anywhere: bool) -> Q:
    if not word.isascii():
        found = Q()
        for part in filter(None, word.split("·")):  # whichever dot the name is written with
            found &= Q(name__contains=part)
        return found
    found = Q(staff_no__startswith=word)
    if word.isdigit():
        return found
    found |= Q(staff_no__startswith=word.upper()) | Q(initials__startswith=word) | Q(pinyin__startswith=word)
    return found | Q(pinyin__contains=word) if anywhere else found
