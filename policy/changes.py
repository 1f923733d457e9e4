"""What one parameter version changes against another, in words people can read aloud (第一条)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .numbers import plain
from .parameters import LABELS, AppraisalParameters, Measure
from .wording import EXPELS, INCOMPETENT, effect_words, parameter_rows, scheme_words

NOTHING = "（无）"
# Keys below those of PARAMETER_LABELS, as a refusal may name them.
PART_LABELS: Mapping[str, str] = {
    "code": "代号",
    "word": "名称",
    "name": "名称",
    "weight": "权重",
    "points": "分值",
    "effect": "影响",
    "years": "影响年数",
    "incompetent": "不称职",
    "expels": "退出名册",
    "lifts": "免除影响",
    "limits": "期限与人数",
    "true": "是",
    "false": "否",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: label of the parameter (and of its part), old and new in words, article."""

    label: str
    old: str
    new: str
    article: str


def parameter_changes(old: AppraisalParameters, new: AppraisalParameters) -> list[Change]:
    """Everything in which two versions differ, in the order in which they are read aloud.

    A parameter made of parts is compared part by part; where only their order differs it is told whole.
    """
    found = []
    words = zip(parameter_rows(old), parameter_rows(new), strict=True)
    for (key, (label, article)), ((_, was, _), (_, becomes, _)) in zip(LABELS.items(), words, strict=True):
        if getattr(old, key, was) == getattr(new, key, becomes) and was == becomes:
            continue
        before, after = _parts(key, old), _parts(key, new)
        parts = [
            Change(f"{label}：{part}", before.get(part, NOTHING), after.get(part, NOTHING), article)
            for part in dict.fromkeys((*before, *after))
            if before.get(part) != after.get(part)
        ]
        found += parts or [Change(label, was, becomes, article)]
    return found


def _parts(key: str, p: AppraisalParameters) -> dict[str, str]:
    """Name -> value in words of each part; none for a parameter that is one value."""
    if key == "marks":
        return {mark.word: f"{plain(mark.points)} 分" for mark in p.marks}
    if key in ("dimensions", "groups", "components"):
        return {item.name: f"{plain(item.weight)}%" for item in getattr(p, key)}
    if key == "measures":
        return {word: _measure(measure) for word, measure in p.measures.items()}
    if key == "findings":
        return {word: "免除" if finding.lifts else "不免除" for word, finding in p.findings.items()}
    if key == "schemes":
        return {category: scheme_words(scheme, p) for category, scheme in p.schemes.items()}
    return {}


def _measure(measure: Measure) -> str:
    also = [INCOMPETENT] * measure.incompetent + [EXPELS] * measure.expels
    return "；".join([effect_words(measure), *also])


def in_plain_words(refusal: str, names: Mapping[str, str]) -> str:
    """A refusal of `AppraisalParameters.from_json` without keys: labels and the names people know.

    names: code -> name of groups, dimensions, components and marks. The result is a full sentence.
    """
    labels = {key: label for key, (label, _) in LABELS.items()}

    def said(found: re.Match[str]) -> str:
        word = found.group()
        return names.get(word) or labels.get(word) or PART_LABELS.get(word) or "其中一项"

    text = re.sub(r"[A-Za-z_][A-Za-z0-9_]*", said, refusal)
    text = re.sub(r"(?<=[^0-9\s])\.(?=[^0-9\s])", "：", text)
    text = text.replace("「", "“").replace("」", "”")
    return f"{text.removeprefix('参数').rstrip('。')}，请核对后修改。"
