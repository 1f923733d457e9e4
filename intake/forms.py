"""What people say about a file: the file itself, what its columns and words mean, who is who, and yes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError
from django.forms import BoundField

from core import clock
from core.forms import Form, prepare
from core.pages import Words

from .models import ColumnMapping, Intake, IntakeDecision
from .registry import Kind, Target
from .selectors import OwnFile, OwnWords
from .tables import masked

FIRST_YEAR, LAST_YEAR = 2000, 2100
KEEP = "-"  # a word that means none of ours: its rows are left to be corrected
CHOICE = "choice_"
USUAL = "中层干部年度考核（年度如上）"


class UploadForm(Form):
    """The file, and its year where it has one. Whose it is and where it goes is not the client's to say."""

    year = fields.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    target = fields.ChoiceField(
        label="所属考核",
        required=False,
        widget=fields.RadioSelect,
        initial="",
        help_text="中层干部的年度考核以外，正在测评的考核也在这里选。",
    )
    file = fields.FileField(
        label="文件",
        max_length=150,
        help_text="xlsx 或 csv（UTF-8 或 GB18030）。可以有标题行、说明行、两层表头、空行和合计行。",
        widget=fields.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.needs_year:
            self.fields["year"].initial = clock.today().year - 1
            self.fields["year"].help_text = "这份文件是哪一个考核年度的。"
            self.fields["year"].widget.attrs["inputmode"] = "numeric"
        else:
            del self.fields["year"]
        self._offer_targets(kind.targets() if kind.needs_year else ())

    def _offer_targets(self, targets: Sequence[Target]) -> None:
        """The choice stands only where there is one, or where somebody chose what is gone meanwhile."""
        if targets or self.data.get("target"):
            field: Any = self.fields["target"]
            field.choices = [("", USUAL), *((one.code, one.label) for one in targets)]
        else:
            del self.fields["target"]


class VersionForm(Form):
    """Nothing but the state that the page was shown in: a page left open confirms nothing newer."""

    version = fields.IntegerField(widget=fields.HiddenInput)


class ConfirmForm(VersionForm):
    """Yes to the import; people who leave the register need a yes of their own."""

    removed = fields.BooleanField()

    def __init__(self, *args: Any, removal: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if removal:
            field = self.fields["removed"]
            field.label = f"我已核对：{removal}"
            field.error_messages["required"] = f"请核对后勾选：{removal}。"
        else:
            del self.fields["removed"]


class UndoForm(VersionForm):
    """Why an import is taken back."""

    note = fields.CharField(
        label="撤销原因", max_length=200, required=False, help_text="写进导入记录，例如：选错了文件。"
    )


class DecisionsForm(VersionForm):
    """The answers of one page of questions; rows and answers are checked by the service."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        known = set(IntakeDecision.Choice.values) - {""}
        cleaned["choices"] = {
            int(name.removeprefix(CHOICE)): value
            for name, value in self.data.items()
            if name.startswith(CHOICE) and _is_row(name.removeprefix(CHOICE)) and value in known
        }
        if not cleaned["choices"]:
            raise ValidationError("还没有选择。请为至少一行选择“是同一人”“不是同一人”或“不导入这一行”。")
        return cleaned


def _is_row(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


class ColumnsForm(VersionForm):
    """What each column of a file is, and what its words mean.

    Fields are made from the file: `column_<place>` and `word_<digest>`. words_of: columns as chosen -> the
    words of the file that are not ours.
    """

    remember_as = fields.CharField(
        label="记住这套对应，名称",
        max_length=60,
        required=False,
        help_text="起个名字，下次上传同样表头的文件时自动套用，例如“人事处花名册”。",
    )

    def __init__(
        self,
        *args: Any,
        own: OwnFile,
        words_of: Callable[[Mapping[str, str]], Sequence[OwnWords]],
        template: ColumnMapping | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.template, self._asked = own, template or own.template, template
        self._told_late = False
        self._add_columns(template)
        chosen = self._chosen_now()
        self.words = list(words_of(chosen))
        self._add_words()
        self.order_fields([name for name in self.fields if name != "remember_as"] + ["remember_as"])

    def _add_columns(self, template: ColumnMapping | None) -> None:
        choices = [("", "忽略这一列")]
        choices += [(c.header, f"{c.header}（必须）" if c.required else c.header) for c in self.own.offered]
        known = {column.header for column in self.own.offered}
        for place, column in enumerate(self.own.columns):
            ours = template.columns.get(column.heading, "") if template else column.suggested
            self.fields[f"column_{place}"] = prepared(
                fields.ChoiceField(
                    label=f"“{column.heading}”对应的列",
                    choices=choices,
                    required=False,
                    initial=ours if ours in known else "",
                )
            )

    def _chosen_now(self) -> dict[str, str]:
        """Heading -> our header, as posted or else as suggested."""
        chosen = {}
        for place, column in enumerate(self.own.columns):
            name = f"column_{place}"
            chosen[column.heading] = (
                self.data.get(name, "") if self.is_bound else self.fields[name].initial
            ) or ""
        return chosen

    def _add_words(self) -> None:
        data: Any = self.data.copy() if self.is_bound else None  # type: ignore[attr-defined]
        remembered = self._asked.words if self._asked else {}
        for group in self.words:
            choices = [("", "请选择"), *((word, word) for word in group.allowed if word)]
            choices.append((KEEP, "都不是（这些行列为问题行）"))
            for item in group.words:
                name = word_name(group.header, item.word)
                suggested = remembered.get(group.header, {}).get(item.word) or item.suggested or ""
                self.fields[name] = prepared(
                    fields.ChoiceField(
                        label=f"“{group.header}”中的“{item.word}”", choices=choices, initial=suggested
                    )
                )
                if data is not None and name not in data:
                    # Another column was chosen: its words have not been on the page yet.
                    data[name], self._told_late = suggested, True
        if data is not None:
            self.data = data

    def column_rows(self) -> Iterator[tuple[Any, list[str], BoundField]]:
        """(column of the file, what stands in it, its field) in the file's order."""
        for place, column in enumerate(self.own.columns):
            yield column, [masked(sample) for sample in column.samples], self[f"column_{place}"]

    def needed(self) -> list[tuple[str, bool]]:
        """(column that must be there, whether one of the file's stands for it)."""
        found = set(self._chosen_now().values())
        return [(column.header, column.header in found) for column in self.own.offered if column.required]

    def word_groups(self) -> Iterator[tuple[OwnWords, list[tuple[Any, BoundField]]]]:
        """(closed column of ours, [(word of the file, its field)])."""
        for group in self.words:
            yield group, [(item, self[word_name(group.header, item.word)]) for item in group.words]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        columns: dict[str, str] = {}
        for place, column in enumerate(self.own.columns):
            ours = cleaned.get(f"column_{place}") or ""
            columns[column.heading] = ours
            if ours and ours in taken:
                said = f"“{column.heading}”和“{taken[ours]}”都对应到了“{ours}”，请把其中一列改为忽略。"
                self.add_error(f"column_{place}", said)
            taken.setdefault(ours, column.heading)
        lacking = [
            column.header for column in self.own.offered if column.required and column.header not in taken
        ]
        if lacking:
            self.add_error(
                None, f"还缺少必须的列：{'、'.join(lacking)}。请在下表中选出它们对应文件的哪一列。"
            )
        elif self._told_late:
            self.add_error(None, "所选的列里有还没有对应的用词。请核对“用词对应”后再次提交。")
        cleaned["columns"] = columns
        cleaned["words"] = {
            group.header: {
                item.word: ours
                for item in group.words
                if (ours := cleaned.get(word_name(group.header, item.word)) or KEEP) != KEEP
            }
            for group in self.words
        }
        return cleaned


def word_name(header: str, word: str) -> str:
    """The name of the field of a word; a digest, since a word may hold anything."""
    return "word_" + hashlib.sha256(f"{header}\0{word}".encode()).hexdigest()[:12]


def prepared(field: fields.Field) -> Any:
    """A field made after its form got the look of the house."""
    prepare(field)
    return field


def at_file(words: Words) -> dict[str | None, Words]:
    """What is wrong with a file stands at the file."""
    return {"file": words}


def initial_of(intake: Intake) -> dict[str, Any]:
    """What every form about an intake starts with."""
    return {"version": intake.version}
