"""Whom a row of a file means: by 工号, then by identity number; by name and birth month only as a question.

A name alone never finds anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from core import crypto
from core.imports import Doubt, FileField, FileForm, Problem, key_text, limited
from core.models import ImportBatch
from core.tables import values as v
from core.tables.values import fold_name

from .models import Cadre

IDENTITY, NAME_BORN = "identity", "name_born"


@dataclass
class People:
    """Everybody of the register, whatever their state, by what files may name them with."""

    names: dict[str, str] = field(default_factory=dict)
    by_identity: dict[bytes, str] = field(default_factory=dict)
    by_name_born: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    with_identity: set[str] = field(default_factory=set)

    @classmethod
    def read(cls) -> People:
        found = cls()
        rows = Cadre.objects.order_by("-status", "staff_no")  # who is in the register wins over who left
        for staff_no, name, born, number in rows.values_list("staff_no", "name", "born", "identity_hash"):
            found.names[staff_no] = name
            if number:
                found.by_identity[bytes(number)] = staff_no
                found.with_identity.add(staff_no)
            if born:
                found.by_name_born[fold_name(name), born[:7]].append(staff_no)
        return found


def doubts_of(rows: QuerySet[Any], *, listed: Collection[str] = ()) -> Iterator[Doubt]:
    """Staged rows whose 工号 nobody has, but whose identity number or name and birth month somebody has.

    rows: staged rows with staff_no, name, born and identity_hash. listed: 工号 of people whom other rows
    name already; they are not asked about.
    """
    people = People.read()
    if not people.names:
        return
    unknown = rows.exclude(staff_no__in=Cadre.objects.values("staff_no")).order_by("row")
    for row, staff_no, name, born, number in unknown.values_list(
        "row", "staff_no", "name", "born", "identity_hash"
    ):
        candidate, grounds, count = _meant(people, name, born, bytes(number) if number else b"")
        if candidate and candidate not in listed:
            yield Doubt(row, grounds, staff_no, name, candidate, people.names[candidate], count)


def _meant(people: People, name: str, born: str, number: bytes) -> tuple[str, str, int]:
    holder = people.by_identity.get(number) if number else None
    if holder:
        return holder, IDENTITY, 1
    alike = people.by_name_born.get((fold_name(name), born[:7]), []) if name and born else []
    # Who has another identity number is somebody else.
    alike = [staff_no for staff_no in alike if not (number and staff_no in people.with_identity)]
    return (alike[0], NAME_BORN, len(alike)) if alike else ("", "", 0)


def identities_fill(rows: QuerySet[Any]) -> None:
    """Rows without a 工号 get that of whoever has their identity number."""
    people = People.read()
    for row in rows.filter(staff_no="", identity_hash__isnull=False):
        staff_no = people.by_identity.get(bytes(row.identity_hash))
        if staff_no:
            rows.filter(row=row.row).update(staff_no=staff_no)


NAME_FIELD = FileField("姓名", limited(v.display_name, 64), hint="用来核对，不单凭姓名对应到人")
IDENTIFYING_FIELDS = (
    FileField("身份证号", v.identity_number, hint="选填；工号空缺或不一致时用来核对，不保存"),
    FileField("出生年月", v.month, hint="选填，如 1975.03；与姓名一起用来核对"),
)
PERSON_FIELDS = (
    FileField("工号", key_text(32), hint="必填；没有工号的行，可以凭身份证号对应到人"),
    NAME_FIELD,
    *IDENTIFYING_FIELDS,
)
PERSON_COLUMNS = ("staff_no", "name", "born", "identity_hash")


def person_of(values: dict[str, Any]) -> tuple[Any, ...]:
    """The values of PERSON_COLUMNS; of an identity number only its hash."""
    number = values["身份证号"]
    hashed = crypto.lookup_hash(number, "identity") if number else None
    return values["工号"], values["姓名"], values["出生年月"], hashed


class PersonForm(FileForm):
    """A form whose rows each mean one person of the register; its model is a `StagedPerson`."""

    def doubts(self, batch: ImportBatch) -> Iterable[Doubt]:
        rows = self.model._default_manager.filter(batch_id=batch.pk)
        identities_fill(rows)
        return doubts_of(rows)

    def judge_people(self, batch: ImportBatch, **but: Any) -> Iterable[Problem]:
        """Rows of strangers, and rows whose name is not that of their 工号. but: which rows mean nobody."""
        names = dict(Cadre.objects.values_list("staff_no", "name"))
        rows: QuerySet[Any, Any] = self.model._default_manager.filter(batch_id=batch.pk, bad=False)
        rows = rows.exclude(**but) if but else rows
        for row, staff_no, name in rows.order_by("row").values_list("row", "staff_no", "name"):
            if not staff_no:
                yield Problem(row, "工号", "", "不能为空，身份证号也没有对应到人", "填写工号")
            elif staff_no not in names:
                yield Problem(row, "工号", staff_no, "不在干部名册中", "核对工号，或先在名册中补上此人")
            elif name and fold_name(name) != fold_name(names[staff_no]):
                yield Problem(
                    row,
                    "姓名",
                    name,
                    f"名册中工号 {staff_no} 是{names[staff_no]}",
                    "核对工号与姓名，改为一致后重新导入",
                )
