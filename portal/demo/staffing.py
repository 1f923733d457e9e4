"""Units and cadres of the demo institution: how many of each kind, who sits where, since when."""

import random
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from .names import PLACES, identity_number, make_people, phone_numbers, stream

Month = tuple[int, int]

KINDS = ("机关部门", "二级学院", "直属单位")
RANKS = ("正职", "副职")
HEADCOUNTS = {
    ("机关部门", "正职"): 18,
    ("机关部门", "副职"): 47,
    ("二级学院", "正职"): 24,
    ("二级学院", "副职"): 24,
    ("直属单位", "正职"): 5,
    ("直属单位", "副职"): 6,
}
"""The institution of 124 that every other size is a scaled copy of."""

UNIT_NAMES = {
    "机关部门": (
        "党委办公室", "组织部", "宣传部", "统战部", "纪委办公室", "学生工作部", "校长办公室", "人事处",
        "教务处", "科研处", "研究生处", "财务处", "资产管理处", "保卫处", "国际交流处", "审计处",
        "后勤管理处", "巡察工作办公室",
    ),
    "二级学院": (
        "文学院", "法学院", "外国语学院", "数学学院", "物理学院", "化学化工学院", "生命科学学院",
        "机械工程学院", "电气工程学院", "计算机学院", "经济管理学院", "马克思主义学院",
    ),
    "直属单位": ("图书馆", "网络信息中心", "校医院", "档案馆", "期刊社"),
}  # fmt: skip
HEADS = (
    ("办公室", "主任"),
    ("中心", "主任"),
    ("医院", "院长"),
    ("部", "部长"),
    ("处", "处长"),
    ("馆", "馆长"),
    ("社", "社长"),
)
"""What the head of a unit is called, by how the unit's name ends."""
COLLEGE_POSTS = {"正职": ("院长", "党委书记"), "副职": ("副院长", "党委副书记")}
MAJORS = (
    "机械工程",
    "电气工程",
    "汉语言文学",
    "应用数学",
    "法学",
    "计算机科学与技术",
)
LATER_MAJORS = ("管理学", "高等教育学", "马克思主义理论", "公共管理", "软件工程")
TITLES = ("教授", "副教授", "研究员", "副研究员", "讲师", None)
STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Unit:
    """leader: the supervising school leader; staff_papers: papers its own staff return."""

    name: str
    kind: str
    party: str
    leader: str
    staff_papers: int


@dataclass(frozen=True)
class Cadre:
    """One row of the roster; months are (year, month); degrees are (学历, 学位, 毕业院校及专业)."""

    staff_no: str
    name: str
    sex: str
    nation: str
    place: str
    identity_no: str
    born: Month
    politics: str
    joined: Month | None
    started: Month
    first_degree: tuple[str, str, str]
    later_degree: tuple[str | None, str | None, str | None]
    title: str | None
    unit: Unit
    post: str
    rank: str
    since: Month
    grade_since: Month
    term: tuple[Month, Month]
    dual: bool
    phone: str

    @property
    def category(self) -> str:
        """考核类别 before any merge, e.g. 机关部门副职."""
        return self.unit.kind + self.rank

    @property
    def grade(self) -> str:
        return "正处" if self.rank == "正职" else "副处"

    @property
    def email(self) -> str:
        return f"u{self.staff_no}@example.edu.cn"


def headcounts(total: int) -> dict[tuple[str, str], int]:
    """`total` cadres over (kind, rank) as in HEADCOUNTS; deputies of offices take the rest."""
    whole = sum(HEADCOUNTS.values())
    counts = {key: max(1, number * total // whole) for key, number in HEADCOUNTS.items()}
    counts["机关部门", "副职"] += total - sum(counts.values())
    return counts


def leader_names(count: int) -> tuple[str, ...]:
    """校领导甲, 校领导乙 … and numbers when the stems run out."""
    return tuple(f"校领导{STEMS[i] if i < len(STEMS) else i + 1}" for i in range(count))


def make_units(seed: int, counts: dict[tuple[str, str], int], leaders: int, staff_papers: int) -> list[Unit]:
    """Units for the heads there are: one per office and direct unit, two (院长, 书记) per college."""
    rng = stream(seed, "units")
    heads = leader_names(leaders)
    units = []
    for kind in KINDS:
        number = counts[kind, "正职"]
        for index in range((number + 1) // 2 if kind == "二级学院" else number):
            campus, place = divmod(index, len(UNIT_NAMES[kind]))
            name = (f"第{campus + 1}校区" if campus else "") + UNIT_NAMES[kind][place]
            party = {"机关部门": f"机关党委{name}支部", "二级学院": f"{name}党委"}.get(kind, f"{name}党总支")
            units.append(Unit(name, kind, party, rng.choice(heads), staff_papers))
    return units


def make_cadres(
    seed: int, year: int, counts: dict[tuple[str, str], int], units: list[Unit]
) -> tuple[Cadre, ...]:
    """All heads unit by unit, then all deputies dealt out over the units of their kind."""
    total = sum(counts.values())
    rng = stream(seed, "cadres")
    first = 20000 if 20000 + 7 * total < 100_000 else 2_000_000
    persons = zip(range(first, first + 7 * total, 7), make_people(stream(seed, "names"), total), strict=True)
    numbers: set[str] = set()
    phones = phone_numbers(rng)
    cadres = []
    for rank in RANKS:
        for kind in KINDS:
            seats = _seats([unit for unit in units if unit.kind == kind], rank, counts[kind, rank])
            for unit, post in seats:
                staff_no, person = next(persons)
                name, sex, nation = person
                facts = _life(rng, year, sex, numbers)
                facts |= _career(rng, year, rank, facts["born"][0])
                cadres.append(
                    Cadre(
                        staff_no=str(staff_no), name=name, sex=sex, nation=nation, unit=unit,
                        post=unit.name + post, rank=rank, phone=next(phones), **facts,
                    )
                )  # fmt: skip
    return tuple(cadres)


def _seats(units: list[Unit], rank: str, count: int) -> list[tuple[Unit, str]]:
    """`count` posts of one rank over the units of one kind."""
    if units[0].kind == "二级学院":
        posts = COLLEGE_POSTS[rank]
        pairs = [(unit, post) for unit in units for post in posts]
        return [pairs[i % len(pairs)] for i in range(count)]
    head = {unit.name: next(word for end, word in HEADS if unit.name.endswith(end)) for unit in units}
    deputy = "副" if rank == "副职" else ""
    return [(unit, deputy + head[unit.name]) for unit, _ in zip(cycle(units), range(count), strict=False)]


def _life(rng: random.Random, year: int, sex: str, numbers: set[str]) -> dict[str, Any]:
    born = (rng.randint(year - 58, year - 36), rng.randint(1, 12))
    politics = rng.choices(("中共党员", "民盟盟员", "群众"), (90, 5, 5))[0]
    later = rng.choice((None, "硕士", "博士"))
    major = rng.choice(LATER_MAJORS)
    return {
        "place": rng.choice(PLACES),
        "identity_no": identity_number(rng, born, sex, numbers),
        "born": born,
        "politics": politics,
        # Some rosters keep a month of joining beside 民盟盟员 too: the import warns and goes on.
        "joined": (born[0] + 21, 6) if politics != "群众" else None,
        "started": (born[0] + 23, 7),
        "first_degree": ("大学", "学士", f"某大学 {rng.choice(MAJORS)}"),
        "later_degree": ("研究生", later, f"示例大学 {major}") if later else (None, None, None),
        "title": rng.choice(TITLES),
    }


def _career(rng: random.Random, year: int, rank: str, born: int) -> dict[str, Any]:
    since = (rng.randint(max(year - 10, born + 32), year - 1), rng.randint(1, 12))
    earlier = 0 if rank == "副职" or rng.random() < 0.7 else rng.randint(1, 3)
    return {
        "since": since,
        "grade_since": (since[0] - earlier, since[1]),
        "term": _term(year, since),
        "dual": rng.random() < 0.5,
    }


def _term(year: int, since: Month) -> tuple[Month, Month]:
    """The term of five years that ran in that year: some have ended since, others end soon."""
    start = since[0] + (year - since[0]) // 5 * 5
    month = since[1]
    return (start, month), (start + 5, month - 1) if month > 1 else (start + 4, 12)
