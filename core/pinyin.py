"""How people type a name: its pinyin run together, and the initials. For searching, never for showing."""

from __future__ import annotations

import os
from functools import lru_cache

# Its dictionary of phrases is of no use for one character at a time, and half of what loading it takes: every
# process of the product would wait 0.15 s for it.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")

from pypinyin import Style, pinyin  # it reads the environment while it is loaded

# Characters that are read otherwise where they stand as a surname.
_SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "任": "ren", "华": "hua", "乐": "yue", "缪": "miao", "翟": "zhai", "员": "yun", "种": "chong",
    "覃": "qin", "纪": "ji", "卜": "bu", "折": "she", "尉": "wei", "重": "chong", "秘": "bi", "繁": "po",
    "召": "shao", "阚": "kan", "黑": "he", "句": "gou", "冼": "xian", "哈": "ha", "那": "na", "过": "guo",
    "牟": "mu", "瞿": "qu", "应": "ying", "少": "shao", "柏": "bai", "谌": "chen", "郗": "xi", "逄": "pang",
    "干": "gan", "宁": "ning", "俞": "yu", "车": "che", "参": "shen", "贾": "jia", "葛": "ge", "沈": "shen",
    "石": "shi", "强": "qiang", "薄": "bo", "臧": "zang", "适": "kuo", "长": "zhang",
}  # fmt: skip
_DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"),
    "令狐": ("ling", "hu"),
    "宇文": ("yu", "wen"),
    "夏侯": ("xia", "hou"),
}
LONGEST = 400


def pinyin_of(name: str) -> tuple[str, str]:
    """(`ouyangwenbo`, `oywb`): lower case, ü as v; letters and digits stay, what nobody reads is left out."""
    name = name.strip()
    syllables = list(_DOUBLE_SURNAMES.get(name[:2], ()))
    rest = name[len(syllables) :]
    if not syllables and len(rest) > 1 and rest[0] in _SURNAMES:
        syllables, rest = [_SURNAMES[rest[0]]], rest[1:]
    initials = [syllable[0] for syllable in syllables]
    start = True  # of a word in Latin letters
    for character in rest:
        syllable = _reading(character)
        if character.isascii():
            if syllable and start:
                initials.append(syllable)
            start = not syllable
        else:
            start = True
            initials.append(syllable[:1])
        syllables.append(syllable)
    return "".join(syllables)[:LONGEST], "".join(initials)[:64]


@lru_cache(maxsize=8192)
def _reading(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    found = pinyin(character, style=Style.NORMAL, errors="ignore", v_to_u=False)
    return found[0][0].replace("ü", "v").replace("ê", "e") if found and found[0] else ""
