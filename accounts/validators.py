"""What a password of this house must not be; named in AUTH_PASSWORD_VALIDATORS."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from pypinyin import Style, lazy_pinyin

from core.models import Installation
from policy.passwords import is_guessable

from .models import User


class MaximumLengthValidator:
    """A limit far above what anybody types, so that nobody makes the server hash a book."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > self.max_length:
            raise ValidationError(
                f"密码最多 {self.max_length} 个字符，现在是 {len(password)} 个，请缩短。", "password_too_long"
            )

    def get_help_text(self) -> str:
        return f"密码最多 {self.max_length} 个字符。"


class GuessableValidator:
    """Refuses what is guessed first about somebody of this school."""

    def validate(self, password: str, user: User | None = None) -> None:
        if is_guessable(password, own=_known_of(user)):
            raise ValidationError(
                "密码太容易被猜到：除去数字、键盘上相邻的键、常用词以及本人和学校的名称，剩下的太少。"
                "请换成几个互不相干的词，或一串随机的字母。",
                "password_guessable",
            )

    def get_help_text(self) -> str:
        return "密码不能由数字、键盘顺序、常用词或本人、学校的名称拼成。"


def _known_of(user: User | None) -> Iterator[str]:
    school = Installation.objects.first()
    names = [user.name] if user else []
    for name in [*names, *([school.name] if school else [])]:
        yield name
        yield "".join(lazy_pinyin(name))
        yield "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
        # The given name alone, and the family name behind it.
        yield "".join(lazy_pinyin(name[1:]))
        yield "".join(lazy_pinyin(name[1:] + name[:1]))
    if user:
        yield user.staff_no
