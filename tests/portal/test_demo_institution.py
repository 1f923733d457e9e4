"""The demo institution: the same for a seed, the files offices hold, and the situations it promises."""

import csv
import itertools
import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from portal.demo import Institution
from portal.demo.files import InputFiles
from portal.demo.names import check_digit
from tests.support.oracle import Oracle, compute

DATA = Path(__file__).parents[1] / "data"
BALLOT_HEADER = ["票号", "票类", "工号", "政治素质", "工作实绩", "作风建设", "决策部署执行"]


@pytest.fixture(scope="module")
def institution() -> Institution:
    return Institution.generate(2025)


@pytest.fixture(scope="module")
def written(institution: Institution, tmp_path_factory: pytest.TempPathFactory) -> InputFiles:
    return institution.write(tmp_path_factory.mktemp("demo") / "made on the way")


@pytest.fixture(scope="module")
def year(written: InputFiles) -> Oracle:
    return appraised(written)


def appraised(files: InputFiles) -> Oracle:
    return compute(files.roster, files.participants, files.ballots, files.matters, year=2025)


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path).active.iter_rows(values_only=True))


def suggestions(year: Oracle, staff_nos: tuple[str, ...]) -> set[str]:
    return {year.row(staff_no)["建议"] for staff_no in staff_nos}


# ---- one seed, one institution


def test_a_seed_gives_the_same_institution_and_another_seed_another(institution, written, tmp_path):
    again = Institution.generate(2025)
    assert again == institution
    files = again.write(tmp_path)
    assert files.ballots.read_bytes() == written.ballots.read_bytes()
    assert files.matters.read_bytes() == written.matters.read_bytes()
    assert rows_of(files.roster) == rows_of(written.roster)
    assert rows_of(files.participants) == rows_of(written.participants)
    assert Institution.generate(2026).sheets != institution.sheets


def test_more_papers_change_nobodys_name(institution):
    assert Institution.generate(2025, papers=61).cadres == institution.cadres


@pytest.mark.parametrize("count", [12, 40, 99, 124, 300])
def test_every_size_has_its_cadres_and_all_six_categories(count):
    made = Institution.generate(7, cadres=count)
    assert len(made.cadres) == len({cadre.staff_no for cadre in made.cadres}) == count
    assert len({cadre.category for cadre in made.cadres}) == 6
    assert bool(made.roles) == (count >= 99)


def test_ballot_lines_are_exactly_as_many_as_asked_and_blank_lines_fill_up():
    made = Institution.generate(3, cadres=150, ballot_lines=15_123)
    lines = list(made.ballot_lines())
    assert len(lines) == made.ballot_line_count == 15_123
    blank = [line for line in lines if not any(line[3:])]
    assert len(blank) >= made.wasted > 0
    assert len({line[:1] + line[2:3] for line in lines}) == len(lines)


def test_lines_are_made_on_the_fly():
    made = Institution.generate(3, cadres=2_000, ballot_lines=200_000)
    lines = made.ballot_lines()
    assert iter(lines) is lines
    assert [line[0] for line in itertools.islice(lines, 2)] == ["000001", "000001"]
    # Four bytes per line: a million lines are four megabytes, whatever their text is.
    held = sum(len(c) for sheet in made.sheets.values() for group in sheet.values() for c in group)
    assert held == 4 * (200_000 - made.wasted)


@pytest.mark.parametrize(
    "wrong",
    [{"cadres": 5}, {"leaders": 2}, {"papers": 2}, {"staff_per_unit": 4}, {"ballot_lines": 4_000}],
)
def test_an_institution_without_voices_is_refused(wrong):
    with pytest.raises(ValueError, match=r"needed|too few"):
        Institution.generate(1, **wrong)


# ---- people who do not exist


def test_identity_numbers_are_valid_agree_with_the_person_and_belong_to_no_region(institution):
    assert check_digit("11010519491231002") == "X"  # the example of the standard
    numbers = [cadre.identity_no for cadre in institution.cadres]
    assert len(set(numbers)) == len(numbers)
    for cadre in institution.cadres:
        number = cadre.identity_no
        assert number[:6] == "990000"
        assert number[17] == check_digit(number[:17])
        assert (int(number[6:10]), int(number[10:12])) == cadre.born
        assert (int(number[16]) % 2 == 1) == (cadre.sex == "男")
        assert cadre.born < cadre.started < cadre.grade_since <= cadre.since


def test_phones_are_made_up_and_distinct(institution):
    phones = {cadre.phone for cadre in institution.cadres}
    assert len(phones) == len(institution.cadres)
    assert all(re.fullmatch(r"199\d{8}", phone) for phone in phones)


def test_names_hold_the_telling_ones(institution):
    names = [cadre.name for cadre in institution.cadres]
    assert {"阿卜杜热西提·麦麦提", "李𬭊", "王𠮷祥"} <= set(names)
    assert {name: n for name, n in Counter(names).items() if n > 1} == {"陈静": 2}
    assert len(institution.roles["namesakes"]) == 2


# ---- the files


def test_roster_has_the_headers_and_merges_of_the_real_one(written):
    ours, real = load_workbook(written.roster).active, load_workbook(DATA / "roster.xlsx").active
    for row in (3, 4):
        assert [cell.value for cell in ours[row]] == [cell.value for cell in real[row]]
    assert {str(r) for r in ours.merged_cells.ranges} == {str(r) for r in real.merged_cells.ranges}
    assert ours["A1"].value == "江南示例大学中层干部名册"
    assert "共124人" in ours["A2"].value


def test_roster_is_kept_by_many_hands(written, institution):
    rows = rows_of(written.roster)
    assert rows[-1][0] == "合计"
    assert sum(not any(row) for row in rows) == 2
    born = [row[7] for row in rows[4:-1] if row[1]]
    assert len(born) == 124
    habits = (r"\d{4}\.\d\d", r"\d{6}", r"\d{4}年\d{1,2}月", r"\d{4}-\d\d")
    for habit in habits:
        assert any(isinstance(value, str) and re.fullmatch(habit, value) for value in born), habit
    assert any(isinstance(value, datetime) for value in born)
    assert all(isinstance(v, datetime) or any(re.fullmatch(h, v) for h in habits) for v in born)
    assert any("　" in str(row[2]) for row in rows[4:])
    assert any(str(row[6]).endswith("x") for row in rows[4:])
    assert any(row[4] == "汉" for row in rows[4:])
    assert any(row[1] and not str(row[1]).isascii() for row in rows[4:])


def test_ballots_are_what_the_mark_reader_writes(written, institution):
    raw = written.ballots.read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") == institution.ballot_line_count + 1
    rows = list(csv.reader(raw.decode("gb18030").splitlines()))
    assert rows[0] == BALLOT_HEADER
    clean = list(institution.ballot_lines())
    assert len(rows) == len(clean) + 1
    spoiled = [row for row, line in zip(rows[1:], clean, strict=True) if tuple(row) != line]
    assert 5 < len(spoiled) < 60
    assert any(row[1].endswith(" ") for row in spoiled)
    assert any(not row[2].isascii() for row in spoiled)
    assert any("　" in "".join(row[3:]) for row in spoiled)


def test_matters_start_with_a_byte_order_mark_and_the_real_header(written):
    raw = written.matters.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    real = (DATA / "matters.csv").read_bytes().splitlines()[0]
    assert raw.splitlines()[0] == real


def test_participants_have_the_real_header_and_everybody(written, institution):
    rows = rows_of(written.participants)
    assert rows[0] == rows_of(DATA / "participants.xlsx")[0]
    assert [row[0] for row in rows[1:]] == [cadre.staff_no for cadre in institution.cadres]
    assert {row[0]: row[4] for row in rows[1:] if row[3] == "否"} == institution.ungraded


# ---- the situations, as the rules see them


def test_scores_are_well_spread(year):
    totals = sorted(float(row["总分"]) for row in year.rows if row["总分"])
    assert 62 < totals[0] < 74
    assert 86 < totals[-1] < 92
    assert totals[-len(totals) // 4] - totals[len(totals) // 4] > 4


@pytest.mark.parametrize("seed", [1, 2025, 31337])
def test_equals_straddle_the_line_above_and_below(seed, tmp_path):
    made = Institution.generate(seed)
    year = appraised(made.write(tmp_path))
    for role, word in (("tie_top", "并列待党委研究"), ("tie_bottom", "并列待研判")):
        people = made.roles[role]
        assert len({year.row(number)["总分"] for number in people}) == 1
        assert suggestions(year, people) == {word}


def test_a_kind_with_four_heads_is_merged(year, institution):
    people = institution.roles["merged"]
    assert {year.row(number)["考核类别"] for number in people} == {"直属单位（正副职合并）"}
    assert "直属单位正职" not in year.seats


def test_relief_keeps_one_in_the_list_and_leaves_the_accomplice_out(year, institution):
    (lifted,), (accomplice,) = institution.roles["lifted"], institution.roles["accomplice"]
    matters = {row.staff_no: row.matter for row in institution.matters}
    assert matters[lifted] == matters[accomplice]
    assert (year.row(lifted)["建议"], year.row(lifted)["扣分"]) == ("拟表彰人选", "0.00")
    assert year.row(accomplice)["建议"] == ""
    assert Decimal(year.row(accomplice)["扣分"]) > 0
    # Without the points the accomplice would stand in the list, and with them the lifted would not.
    line = min(
        Decimal(row["总分"])
        for row in year.rows
        if row["考核类别"] == "二级学院正职" and row["建议"] == "拟表彰人选"
    )
    assert Decimal(year.row(accomplice)["测评得分"]) > line
    assert Decimal(year.row(lifted)["总分"]) - 6 < line


def test_two_papers_are_no_voice_and_four_are_a_small_figure(year, institution):
    assert suggestions(year, institution.roles["missing_group"]) == {"缺票待核"}
    for number in institution.roles["few_papers"]:
        assert year.row(number)["总分"]
        assert year.row(number)["教职工"] == "—"


def test_ungraded_by_list_and_by_measures_of_two_years(year, institution):
    assert len(institution.roles["ungraded_by_list"]) == 5
    for role in ("ungraded_by_list", "ungraded_by_measure", "last_year_reaches"):
        assert suggestions(year, institution.roles[role]) == {"不确定等次"}
    (reached,) = institution.roles["last_year_reaches"]
    assert {row.decided_on.year for row in institution.matters if row.staff_no == reached} == {2024}


def test_a_barred_person_stands_within_the_first(year, institution):
    (barred,) = institution.roles["barred_top"]
    assert year.row(barred)["名次"] == "2"
    assert year.row(barred)["建议"] == "不得评优"


def test_last_years_measures_are_over(year, institution):
    warned, marked = institution.roles["last_year_over"]
    assert year.row(warned)["建议"] == "拟表彰人选"
    assert year.row(marked)["扣分"] == "0.00"


def test_findings_and_two_rows_of_one_matter(year, institution):
    (twice,), (cleared,) = institution.roles["same_matter"], institution.roles["cleared"]
    assert year.row(twice)["扣分"] == "2.00"
    assert year.row(cleared)["扣分"] == "0.00"
    assert [year.row(number)["扣分"] for number in institution.roles["not_lifted"]] == ["0.50", "1.00"]


def test_somebody_lower_is_not_listed_because_the_category_has_no_seat(year, institution):
    (low,) = institution.roles["low_beside_lists"]
    assert year.row(low)["建议"] == ""
    listed = [Decimal(row["总分"]) for row in year.rows if row["建议"] == "提请研判人选"]
    assert listed
    assert Decimal(year.row(low)["总分"]) < min(listed)


def test_one_group_is_unanimous_and_so_not_printed(year, institution):
    (best,) = institution.roles["unanimous"]
    assert year.row(best)["名次"] == "1"
    assert year.row(best)["校领导"] == "—"
