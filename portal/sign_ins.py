"""The demo's sign-ins: one account for each role, its password random and readable on this machine only."""

from __future__ import annotations

import os
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from accounts.models import Role

from .demo import Institution

COLUMNS = ("角色", "工号", "姓名", "密码")
# Without what people take for something else when they copy it from a screen: 0 O o, 1 I l i.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
PASSWORD_LENGTH = 12
_STAFF = (
    (Role.ORG_HEAD, "90001", "周启明"),
    (Role.ORG_OFFICER, "90002", "许文澜"),
    (Role.DISCIPLINE_HEAD, "90003", "秦守正"),
    (Role.DISCIPLINE_OFFICER, "90004", "方知微"),
    (Role.PARTY_OFFICE, "90005", "顾言之"),
    (Role.SYSTEM_OFFICER, "90008", "程运维"),
    (Role.SECURITY_OFFICER, "90009", "安予衡"),
    (Role.AUDIT_OFFICER, "90010", "沈审言"),
    # What takes two of one office.
    (Role.ORG_OFFICER, "90011", "梁思齐"),
    (Role.DISCIPLINE_OFFICER, "90012", "严慎行"),
)
LEADER_STAFF_NO, UNIT_PARTY_STAFF_NO, UNIT_PARTY_NAME = "90006", "90007", "温书恒"


@dataclass(frozen=True)
class SignIn:
    """Who signs in: one role, over the units of these names (none: everywhere)."""

    role: Role
    staff_no: str
    name: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Issued:
    """One line of the file: the role as people call it, and what to type."""

    role: str
    staff_no: str
    name: str
    password: str


def sign_ins(institution: Institution) -> tuple[SignIn, ...]:
    """One per role, and a second officer of both offices, in the order of the roles.

    The cadre is the one whose deduction was lifted; the unit and the school leader are that cadre's own, so
    that all look at the same people.
    """
    (staff_no,) = institution.roles["lifted"]
    cadre = next(person for person in institution.cadres if person.staff_no == staff_no)
    supervised = tuple(unit.name for unit in institution.units if unit.leader == cadre.unit.leader)
    found = [
        *(SignIn(role, number, name) for role, number, name in _STAFF),
        SignIn(Role.LEADER, LEADER_STAFF_NO, cadre.unit.leader, supervised),
        SignIn(Role.UNIT_PARTY, UNIT_PARTY_STAFF_NO, UNIT_PARTY_NAME, (cadre.unit.name,)),
        SignIn(Role.CADRE, cadre.staff_no, cadre.name),
    ]
    order = list(Role)
    return tuple(sorted(found, key=lambda item: order.index(item.role)))


def new_password() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH))


def as_table(issued: Iterable[Issued]) -> str:
    """Lines with aligned columns; a Chinese character is two columns wide."""
    rows = [COLUMNS, *((item.role, item.staff_no, item.name, item.password) for item in issued)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def write(path: Path, issued: Iterable[Issued]) -> None:
    """Writes the file in one step: whoever sees it sees all of it. Mode 0600."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        target.write(as_table(issued) + "\n")
    part.replace(path)


def read(path: Path) -> tuple[Issued, ...]:
    """What the file holds; nothing where it is missing or somebody edited it out of shape."""
    try:
        _, *lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(Issued(*line.split()) for line in lines)
    except (OSError, ValueError, TypeError):
        return ()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
