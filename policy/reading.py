"""Reading rule values out of JSON: every refusal names the key in Chinese, nothing becomes a float."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation


class ParameterError(ValueError):
    """A parameter version that cannot be used; the message is Chinese and names the key."""


def table(value: object, where: str) -> Mapping[str, object]:
    """A JSON object; raises ParameterError."""
    if not isinstance(value, Mapping):
        raise ParameterError(f"参数「{where}」应为一组键和值")
    return value


def rows(value: object, where: str) -> Sequence[object]:
    """A JSON array with at least one element; raises ParameterError."""
    if not isinstance(value, list | tuple) or not value:
        raise ParameterError(f"参数「{where}」应为至少有一项的列表")
    return value


def member(data: Mapping[str, object], key: str, where: str) -> object:
    """The value of a key that must be there; raises ParameterError."""
    if key not in data:
        raise ParameterError(f"参数「{where}」缺少「{key}」")
    return data[key]


def known(data: Mapping[str, object], allowed: Sequence[str], where: str) -> None:
    """Refuse keys that nobody reads: a misspelt parameter must not be silently ignored."""
    for key in data:
        if key not in allowed:
            raise ParameterError(f"参数「{where}」中没有「{key}」这一项")


def text(value: object, where: str, *, blank: bool = False) -> str:
    """A string, not blank unless allowed; raises ParameterError."""
    if not isinstance(value, str) or (not blank and not value.strip()):
        raise ParameterError(f"参数「{where}」应为非空文字")
    return value


def texts(value: object, where: str) -> tuple[str, ...]:
    """A list of different strings; raises ParameterError."""
    found = tuple(text(item, where) for item in rows(value, where))
    unique(found, where)
    return found


def unique(names: Sequence[str], where: str) -> None:
    """Refuse a name that stands twice; raises ParameterError."""
    for name in names:
        if names.count(name) > 1:
            raise ParameterError(f"参数「{where}」中「{name}」重复")


def decimal(value: object, where: str, *, low: int | None = 0, high: int | None = None) -> Decimal:
    """A decimal written as a string ("12.5") or a whole number, within [low, high]."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ParameterError(f"参数「{where}」应为用引号写成的十进制数")
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ParameterError(f"参数「{where}」的值「{value}」不是十进制数") from error
    if not number.is_finite() or (low is not None and number < low) or (high is not None and number > high):
        limit = f"在 {low} 至 {high} 之间" if high is not None else f"不小于 {low}"
        raise ParameterError(f"参数「{where}」的值「{value}」应{limit}")
    return number


def integer(value: object, where: str, *, low: int, high: int | None = None) -> int:
    """A whole number within [low, high]; raises ParameterError."""
    if isinstance(value, bool) or not isinstance(value, int) or value < low or (high and value > high):
        limit = f" {low} 至 {high} 之间的整数" if high else f"不小于 {low} 的整数"
        raise ParameterError(f"参数「{where}」的值「{value}」应为{limit}")
    return value


def integers(value: object, where: str, *, low: int) -> tuple[int, ...]:
    """A list of different whole numbers, ascending; raises ParameterError."""
    found = tuple(integer(item, where, low=low) for item in rows(value, where))
    if list(found) != sorted(set(found)):
        raise ParameterError(f"参数「{where}」应从小到大，且不重复")
    return found


def flag(value: object, where: str) -> bool:
    """true or false; raises ParameterError."""
    if not isinstance(value, bool):
        raise ParameterError(f"参数「{where}」应为 true 或 false")
    return value


def choice(value: object, allowed: Sequence[str], where: str) -> str:
    """One of a few words; raises ParameterError."""
    if not isinstance(value, str) or value not in allowed:
        raise ParameterError(f"参数「{where}」的值「{value}」应为 {'、'.join(allowed)} 之一")
    return value
