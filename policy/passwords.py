"""Which passwords are guessed first: what is left when everything predictable is taken away?

Digits, keyboard runs, common words and the owner's own name and number are taken out; what remains must hold
at least four different letters. GB/T 22239-2019 8.1.4.1 (身份鉴别信息应具有复杂度); ASVS 5.0 6.2.4, 6.2.11.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LEAST_LEFT = 4
# What fingers find by themselves, and from how many characters on it is no accident.
_RUNS = (
    ("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", 4),
    ("1q2w3e4r5t6y7u8i9o0p", 4),
    ("1a2b3c4d5e6f7g8h9i0j", 4),
    ("qazwsxedcrfvtgbyhnujmikolp", 4),
    ("zaqxswcdevfrbgtnhymjukilop", 4),
    ("abcdefghijklmnopqrstuvwxyz", 3),
    ("qwertyuiop", 3),
    ("asdfghjkl", 3),
    ("zxcvbnm", 3),
)
# Longest first, so that a word is never cut short by one inside it.
_WORDS = sorted(
    """
    password passwd passw0rd pass admin administrator manager root user test guest login letmein welcome
    hello iloveyou love secret master default changeme computer internet dragon monkey football sunshine
    princess woaini woaiwo aini wodemima mima nihao kouling zhanghao yonghu guanliyuan xitong ceshi
    shouye huawei tencent alibaba taobao weixin wechat baidu alipay zhongguo china beijing shanghai
    guangzhou shenzhen jiayou xingfu ganbu ganbuguanli zuzhibu zuzhi jiwei jianwei dangban dangwei
    dangyuan gongchandang xuexiao daxue xueyuan gaoxiao university college school jiaoshi laoshi
    xuesheng shuji yuanzhang chuzhang buzhang xiaozhang zhuren kaohe renshi caiwu gonghao wang zhang
    chen yang zhao huang zhou
    """.split(),  # noqa: SIM905 - a list of words reads as one
    key=len,
    reverse=True,
)
_LOOKALIKES = str.maketrans("@0135$!47", "aoiessiat")
_SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")


def is_guessable(password: str, *, own: Iterable[str] = ()) -> bool:
    """Whether too little of a password is its owner's secret.

    own: what anybody knows of the owner: 工号, the name in pinyin and its initials, the school's too.
    """
    folded = unicodedata.normalize("NFKC", password).casefold()
    known = sorted({word.casefold() for word in own if len(word) >= 2}, key=len, reverse=True)
    versions = {folded, folded.translate(_SHIFTED), folded.translate(_LOOKALIKES)}
    left = (order(version, known) for version in versions for order in (_words_first, _runs_first))
    return min(len(set(rest)) for rest in left) < LEAST_LEFT


def _words_first(text: str, known: list[str]) -> str:
    text = _without_words(_without_words(text, known), _WORDS)
    letters = _without_words(_letters(_without_runs(text)), _WORDS)
    return _without_runs(letters)


def _runs_first(text: str, known: list[str]) -> str:
    letters = _letters(_without_runs(text))
    return _without_runs(_without_words(_without_words(letters, known), _WORDS))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


def _without_runs(text: str) -> str:
    for run, shortest in _RUNS:
        text = _without_run(_without_run(text, run, shortest), run[::-1], shortest)
    return text


def _without_words(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _without_run(text: str, run: str, shortest: int) -> str:
    """Takes out every stretch of the run of at least `shortest` characters."""
    kept, at = [], 0
    while at < len(text):
        length = 0
        while at + length < len(text) and text[at : at + length + 1] in run:
            length += 1
        if length < shortest:
            kept.append(text[at])
            length = 1
        at += length
    return "".join(kept)
