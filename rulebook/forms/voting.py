"""Pages of a draft about the vote: marks, weights, and what one category does differently (第六条)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField

from core.forms import prepare
from core.tables.values import fold
from policy.numbers import plain
from policy.parameters import MOST_DIMENSIONS, MOST_MARKS, AppraisalParameters

from .base import JSON, SectionForm
from .rows import MOST_POINTS, NumberField, Rows, hundred, number, word

# Columns of 民主测评票 beside one for each dimension.
BALLOT_COLUMNS = frozenset({"票号", "票类", "工号"})


class MarksForm(SectionForm):
    """票面档次与弃权 (第六条)."""

    tables = (
        Rows(
            "mark",
            "计入均分的档次",
            (word("档次", "word"), number("分值", "points", MOST_POINTS)),
            "按票面上的次序，从高到低。",
            named="word",
        ),
        Rows(
            "abstention",
            "不计入分母的票面",
            (word("票面", "word"),),
            "只计入收回的票数。没有填写的空白票一律照此办理，不必列出。",
            named="word",
        ),
    )

    def rows_of(self, prefix: str) -> list[JSON]:
        p = self.parameters
        if prefix == "mark":
            return [{"code": m.code, "word": m.word, "points": m.points} for m in p.marks]
        return [{"code": a.code, "word": a.word} for a in p.abstentions if a.word]

    def judge(self) -> None:
        if not self.rows["mark"]:
            self.add_error(None, "至少要有一个计入均分的档次。")
        valid = {fold(row["word"]) for row in self.rows["mark"]}
        for row in self.rows["abstention"]:
            if fold(row["word"]) in valid:
                said = f"“{row['word']}”已是计入均分的档次，不能同时不计，请去掉一处。"
                self.add_error(f"abstention_{row['row']}_word", said)
        # One place is kept for the blank paper.
        if len(self.rows["mark"]) + len(self.rows["abstention"]) >= MOST_MARKS:
            self.add_error(None, f"票面的档次（含不计入分母的）最多 {MOST_MARKS - 1} 种，请删减。")

    def values(self) -> JSON:
        blank = [{"code": a.code, "word": ""} for a in self.parameters.abstentions if not a.word]
        marks = self.coded("mark", letters=True)
        taken = [row["code"] for row in marks]
        return {"marks": marks, "abstentions": self.coded("abstention", letters=True, taken=taken) + blank}


class WeightsForm(SectionForm):
    """测评维度、测评主体和其他成分的权重 (第六条)."""

    tables = (
        Rows("dimension", "测评维度", (word("维度"), number("权重（%）", "weight")), "权重之和须为 100%。"),
        Rows("group", "测评主体", (word("主体"), number("权重（%）", "weight")), "权重之和须为 100%。"),
        Rows(
            "component",
            "其他考核成分",
            (word("成分"), number("权重（%）", "weight")),
            "有权重的成分须在考核方案审定后逐人录入得分，缺的不能计分；不用的写 0。权重之和须小于 100%。",
        ),
    )
    KEYS: Mapping[str, str] = {"dimension": "dimensions", "group": "groups", "component": "components"}

    def rows_of(self, prefix: str) -> list[JSON]:
        items = getattr(self.parameters, self.KEYS[prefix])
        return [{"code": item.code, "name": item.name, "weight": item.weight} for item in items]

    def judge(self) -> None:
        for table in self.tables[:2]:
            wrong = hundred(f"{table.title}的权重", [row["weight"] for row in self.rows[table.prefix]])
            if wrong:
                self.add_error(None, wrong)
        if sum(row["weight"] for row in self.rows["component"]) >= 100:
            self.add_error(None, "其他考核成分的权重之和须小于 100%，给民主测评留出权重。")
        for row in self.rows["dimension"]:
            if fold(row["name"]) in BALLOT_COLUMNS:
                said = f"“{row['name']}”是民主测评票文件里另一列的名称，请换一个名称。"
                self.add_error(f"dimension_{row['row']}_name", said)
        if len(self.rows["dimension"]) > MOST_DIMENSIONS:
            self.add_error(None, f"测评维度最多 {MOST_DIMENSIONS} 个，请删减。")

    def values(self) -> JSON:
        found: JSON = {key: self.coded(prefix) for prefix, key in self.KEYS.items()}
        # A group that is taken away takes along that it was not shown.
        left = {group["code"] for group in found["groups"]}
        return found | {"own_hidden": [code for code in self.parameters.own_hidden if code in left]}


class CategoryForm(SectionForm):
    """What one category does differently (第六条). Blank: as all others do."""

    def __init__(self, *args: Any, parameters: AppraisalParameters, category: str, **kwargs: Any) -> None:
        self.category = category
        super().__init__(*args, parameters=parameters, **kwargs)
        scheme = parameters.schemes.get(category)
        self.keys: dict[str, tuple[str, str, str]] = {}
        for part, items, unit in (
            ("groups", [(g.code, g.name, g.weight) for g in parameters.groups], "%"),
            ("dimensions", [(d.code, d.name, d.weight) for d in parameters.dimensions], "%"),
            ("points", [(m.code, m.word, m.points) for m in parameters.marks], "分"),
        ):
            own: Mapping[str, Decimal] = getattr(scheme, part) if scheme else {}
            for place, (code, name, usual) in enumerate(items):
                field = NumberField(
                    label=f"{name}（{unit}）",
                    most=100 if unit == "%" else MOST_POINTS,
                    required=False,
                    help_text=f"其他类别：{plain(usual)}{unit}",
                )
                field.initial = plain(own[code]) if code in own else None
                prepare(field)
                self.fields[f"{part}_{place}"] = field
                self.keys[f"{part}_{place}"] = (part, code, name)

    def plain_fields(self) -> list[BoundField]:
        return [self[name] for name in self.keys]

    def judge(self) -> None:
        for part, title, items in (
            ("groups", "测评主体的权重", self.parameters.groups),
            ("dimensions", "测评维度的权重", self.parameters.dimensions),
        ):
            own = self._own(part)
            wrong = hundred(title, [own.get(item.code, item.weight) for item in items])
            if wrong:
                self.add_error(None, ValidationError(f"{wrong.message}留空的按其他类别的权重计算。"))

    def _own(self, part: str) -> dict[str, Decimal]:
        return {
            code: self.cleaned_data[name]
            for name, (where, code, _) in self.keys.items()
            if where == part and self.cleaned_data.get(name) is not None
        }

    def values(self) -> JSON:
        own = {
            part: {code: plain(value) for code, value in self._own(part).items()}
            for part in ("groups", "dimensions", "points")
        }
        schemes: JSON = dict(self.parameters.to_json()["schemes"])  # type: ignore[call-overload]
        schemes.pop(self.category, None)
        if any(own.values()):
            schemes[self.category] = own
        return {"schemes": schemes}
