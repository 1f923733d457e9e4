"""What must always hold of a year by file: lifting, order, names, policy values, seats, sealed cells."""

from __future__ import annotations

import random
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from portal.demo import Institution
from tests.support import oracle, tiny
from tests.support.years import (
    appraise,
    policy_version,
    read_csv,
    records,
    sheet,
    undone,
    write_csv,
    write_xlsx,
)

pytestmark = pytest.mark.django_db
Files = dict[str, Path]
FILES = ("roster", "participants", "ballots", "matters")
SHEETS = ("排名", "名额", "扣分与认定", "统计", "口径")
COMMENDED = ("拟表彰人选", "并列待党委研究", "不得评优")
TO_JUDGE = ("提请研判人选", "并列待研判")


def institution(seed: int) -> Institution:
    """A small institution in which every situation of the rules is staged."""
    return Institution.generate(seed, cadres=104, leaders=5, staff_per_unit=6, papers=8)


def written(seed: int, folder: Path) -> Files:
    files = asdict(institution(seed).write(folder))
    return {kind: files[kind] for kind in FILES}


def ranking(out: Path, files: Files, *, without: tuple[str, ...] = ("说明",)) -> list[dict[str, str]]:
    """Sheet 排名 of the year that these files make."""
    appraise(out, **files)
    return [{key: text for key, text in row.items() if key not in without} for row in records(out, "排名")]


def expected(files: Files, **overrides: Any) -> oracle.Oracle:
    return oracle.compute(*(files[kind] for kind in FILES), overrides=overrides)


def cells(path: Path) -> list[list[Any]]:
    """The cells of the first sheet or of a csv file."""
    if path.suffix == ".csv":
        marked = path.read_bytes().startswith(BOM_UTF8)
        return list(read_csv(path, "utf-8-sig" if marked else "gb18030"))
    return [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]


def rewritten(folder: Path, files: Files, change: Callable[[str, list[list[Any]]], list[list[Any]]]) -> Files:
    """The four files again, each with its rows changed."""
    folder.mkdir()
    save = {".csv": write_csv, ".xlsx": write_xlsx}
    return {
        kind: save[path.suffix](folder / path.name, change(kind, cells(path))) for kind, path in files.items()
    }


# ---- a lifted matter equals a world without that cadre's marks on it


def pairs(rows: list[list[str]]) -> list[tuple[str, str]]:
    """(matter, 工号) of everybody on whom a matter counts as it stands."""
    lifted = {(row[0], row[1]) for row in rows if row[6] in ("免除责任", "澄清")}
    return sorted({(row[0], row[1]) for row in rows} - lifted)


def test_lifting_a_cadres_matter_equals_a_world_without_it(tmp_path: Path) -> None:
    files = written(3, tmp_path)
    plain = ranking(tmp_path / "plain.xlsx", files)
    header, *rows = cells(files["matters"])
    found, told = pairs(rows), 0
    assert len(found) >= 10
    for serial, (matter, staff_no) in enumerate(found):
        own = [row for row in rows if (row[0], row[1]) == (matter, staff_no)]
        carrier = random.Random(serial).choice(own)
        word = ("免除责任", "澄清")[serial % 2]
        lifted = [[*row[:6], word if row is carrier else "" if row in own else row[6]] for row in rows]
        gone = [row for row in rows if row not in own]
        results = [
            ranking(
                tmp_path / f"{name}.xlsx",
                {"matters": write_csv(tmp_path / f"{name}.csv", [header, *world])},
            )
            for name, world in (("lifted", lifted), ("gone", gone))
        ]
        assert results[0] == results[1], (matter, staff_no)
        told += results[0] != plain
    assert told >= 5, "some matters make a difference as long as they are not lifted"


# ---- order and names


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    files = written(4, tmp_path)
    results = {}
    with undone():
        appraise(tmp_path / "plain.xlsx", **files)
        results["plain"] = tmp_path / "plain.xlsx"
    first = {"roster": 4, "participants": 1, "ballots": 1, "matters": 1}

    def shuffle(kind: str, rows: list[list[Any]]) -> list[list[Any]]:
        head, body = rows[: first[kind]], rows[first[kind] :]
        return [*head, *random.Random(7).sample(body, len(body))]

    shuffled = rewritten(tmp_path / "shuffled", files, shuffle)
    assert all(cells(shuffled[kind]) != cells(files[kind]) for kind in FILES)
    appraise(tmp_path / "shuffled.xlsx", **shuffled)
    for title in SHEETS:
        assert sheet(tmp_path / "shuffled.xlsx", title) == sheet(results["plain"], title)


def test_names_change_nothing(tmp_path: Path) -> None:
    files = written(5, tmp_path)
    with undone():
        plain = ranking(tmp_path / "plain.xlsx", files, without=("姓名",))

    def rename(kind: str, rows: list[list[Any]]) -> list[list[Any]]:
        at = next((row.index("姓名") for row in rows if "姓名" in row), None)
        if at is None:
            return rows
        staff = next(row.index("工号") for row in rows if "工号" in row)
        for row in rows:
            if len(row) > at and row[at] not in (None, "姓名") and row[staff]:
                row[at] = f"匿名{row[staff]}"
        return rows

    renamed = rewritten(tmp_path / "renamed", files, rename)
    assert ranking(tmp_path / "renamed.xlsx", renamed, without=("姓名",)) == plain
    assert all(row["姓名"].startswith("匿名") for row in records(tmp_path / "renamed.xlsx", "排名"))


# ---- policy values, seeds, seats


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, oracle.Oracle]:
    """An institution in which every policy value tells, and what the default values make of it."""
    files = written(1, tmp_path_factory.mktemp("telling"))
    return files, expected(files)


POLICIES: tuple[dict[str, Any], ...] = (
    {"min_marks": 1},
    {"min_marks": 5},
    {"missing_group": "renormalise"},
    {"same_matter": "sum"},
    {"merge": "across_kind"},
    {"blocked_seat": "pass_on"},
    {"bottom_scope": "overall"},
    {"top_share": "33.3"},
    {"top_share": "0"},
    {"bottom_share": "12.5"},
    {"missing_group": "renormalise", "min_marks": 5, "same_matter": "sum", "merge": "across_kind"},
    {"blocked_seat": "pass_on", "bottom_scope": "overall", "top_share": "60", "bottom_share": "40"},
)


@pytest.mark.parametrize(
    "policy", POLICIES, ids=lambda policy: " ".join(f"{k}={v}" for k, v in policy.items())
)
def test_every_policy_value_against_the_oracle(
    policy: dict[str, Any], telling: tuple[Files, oracle.Oracle], tmp_path: Path
) -> None:
    files, by_default = telling
    policy_version(**policy)
    rows = ranking(tmp_path / "out.xlsx", files)
    wanted = expected(files, **policy)
    assert rows == wanted.rows
    seats = {row["考核类别"]: row for row in records(tmp_path / "out.xlsx", "名额")}
    for category, item in wanted.seats.items():
        assert (seats[category]["排名人数"], seats[category]["表彰名额"]) == (str(item.ranked), str(item.top))
    assert rows != by_default.rows, "this value makes a difference here"


def test_both_merges_are_real_ones(telling: tuple[Files, oracle.Oracle]) -> None:
    """The institution of the policy tests has a category of fewer than five, merged either way."""
    files, by_default = telling
    names = [row["考核类别"] for row in by_default.rows]
    assert "直属单位（正副职合并）" in names
    across = [row["考核类别"] for row in expected(files, merge="across_kind").rows]
    assert {"机关及直属单位正职", "直属单位副职"} <= set(across)


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_any_institution_equals_the_oracle_and_keeps_its_seats(seed: int, tmp_path: Path) -> None:
    files = written(seed, tmp_path)
    out = tmp_path / "out.xlsx"
    rows = ranking(out, files)
    wanted = expected(files)
    assert rows == wanted.rows
    numbers = {row["票类"]: [row[key] for key in ("收回", "有效", "弃权")] for row in records(out, "统计")}
    assert numbers == {group: [str(n) for n in item.values()] for group, item in wanted.statistics.items()}
    check_seats(rows, records(out, "名额"), top=Fraction(20, 100), bottom=Fraction(3, 100))


@pytest.mark.parametrize(("top", "bottom"), [("60", "40"), ("7", "30")])
def test_seats_are_never_exceeded_and_nobody_is_in_both_lists(top: str, bottom: str, tmp_path: Path) -> None:
    files = written(14, tmp_path)
    policy_version(top_share=top, bottom_share=bottom)
    rows = ranking(tmp_path / "out.xlsx", files)
    check_seats(
        rows, records(tmp_path / "out.xlsx", "名额"), top=Fraction(top) / 100, bottom=Fraction(bottom) / 100
    )
    assert any(row["建议"] in TO_JUDGE for row in rows)


def check_seats(
    rows: list[dict[str, str]], seats: list[dict[str, str]], *, top: Fraction, bottom: Fraction
) -> None:
    """Seats by category add up to floor(share x N); who sits on them fits, and the lists do not touch."""
    *categories, total = seats
    ranked = sum(row["名次"] != "" for row in rows)
    assert int(total["排名人数"]) == ranked == sum(int(item["排名人数"]) for item in categories)
    for key, share in (("表彰名额", top), ("研判名额", bottom)):
        assert int(total[key]) == floor(share * ranked) == sum(int(item[key]) for item in categories)
    for item in categories:
        people = [row for row in rows if row["考核类别"] == item["考核类别"] and row["名次"]]
        assert len(people) == int(item["排名人数"])
        words = [row["建议"] for row in people]
        # Who may not be commended holds a seat, or stands in a tie that straddles the line.
        tied = {row["总分"] for row in people if row["建议"] == "并列待党委研究"}
        sure = [row for row in people if row["建议"] in COMMENDED and row["总分"] not in tied]
        assert len(sure) <= int(item["表彰名额"])
        assert words.count("提请研判人选") <= int(item["研判名额"])
        above = [Fraction(row["总分"]) for row in people if row["建议"] in COMMENDED]
        below = [Fraction(row["总分"]) for row in people if row["建议"] in TO_JUDGE]
        assert not (above and below) or min(above) > max(below)


# ---- the workbook


NAMES = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "＝1＋1")


def test_no_name_becomes_a_formula(tmp_path: Path) -> None:
    def rename(rows: tiny.Rows) -> None:
        at = rows[0].index("姓名")
        for row, name in zip(rows[1:], NAMES, strict=True):
            row[at] = name

    def reunite(rows: tiny.Rows) -> None:
        rename(rows)
        rows[1][rows[0].index("现任职务")] = "=cmd|'/c calc'!A1"
        for row in rows[1:3]:
            row[rows[0].index("所在单位")] = "@机关"

    files = tiny.write(
        tmp_path, roster=reunite, participants=rename, matters={(2, "文号"): "=2+3", (4, "工号"): "1999"}
    )
    out, errors = tmp_path / "out.xlsx", tmp_path / "errors.xlsx"
    appraise(out, reject_file=errors, **files)
    rows = {row["工号"]: row for row in records(out, "排名")}
    assert [rows[person[0]]["姓名"] for person in tiny.PEOPLE] == list(NAMES)
    assert rows["1001"]["现任职务"] == "=cmd|'/c calc'!A1"
    assert rows["1002"]["单位"] == "@机关"
    assert "=2+3" in {row["文号"] for row in records(out, "扣分与认定")}
    for path in (out, errors):
        for page in load_workbook(path).worksheets:
            for row in page.iter_rows():
                assert all(cell.data_type != "f" for cell in row), (path.name, page.title)


def test_small_groups_and_the_next_smallest_print_a_dash(tmp_path: Path) -> None:
    """Four staff papers are too few; shown beside the score, the other two means would give theirs away."""
    made = institution(6)
    rows = {row["工号"]: row for row in ranking(tmp_path / "out.xlsx", written(6, tmp_path / "files"))}
    small = [number for number in made.roles["few_papers"] if rows[number]["总分"]]
    assert small
    for number in small:
        row = rows[number]
        assert (row["教职工"], row["校领导"]) == ("—", "—")
        assert row["中层干部"] not in ("", "—"), "two hidden figures cannot be told apart by the score"
    for number in made.roles["unanimous"]:
        dashes = [group for group in ("校领导", "中层干部", "教职工") if rows[number][group] == "—"]
        assert len(dashes) >= 2
    ordinary = [row for number, row in rows.items() if row["总分"] and row["教职工"] != "—"]
    assert len(ordinary) > 60
    for row in ordinary:
        assert "—" not in (row["校领导"], row["中层干部"])
