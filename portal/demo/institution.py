"""The demo institution: one seed, one university, down to the last mark.

Made for three users: the demo (124 cadres, every telling situation), the bench (10,000 cadres, exactly a
million ballot lines) and the tests (any size). Nothing here knows Django or the database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .files import InputFiles, write_files
from .marks import ENOUGH, Sheet, draw_sheet, scale
from .names import SPECIAL_PEOPLE, stream
from .situations import (
    FEW_PAPERS,
    SMALLEST,
    MatterRow,
    Stage,
    frozen_roles,
    keep_out,
    stage_roles,
    thin_out,
)
from .staffing import HEADCOUNTS, Cadre, Unit, headcounts, leader_names, make_cadres, make_units

NAME = "江南示例大学"
YEAR = 2025
BallotLine = tuple[str, ...]
"""票号, 票类, 工号, then one word per dimension."""


@dataclass(frozen=True)
class Institution:
    """A generated institution and its appraisal year.

    ungraded: staff number -> 不确定等次原因 of the list; papers: 中层干部 papers that name everybody;
    wasted: lines of one more such paper, all blank, which brings the lines to a wished number without
    touching a score; roles: situation -> staff numbers, empty for institutions too small to stage them.
    """

    seed: int
    name: str
    year: int
    leaders: tuple[str, ...]
    units: tuple[Unit, ...]
    cadres: tuple[Cadre, ...]
    ungraded: Mapping[str, str]
    matters: tuple[MatterRow, ...]
    sheets: Mapping[str, Sheet]
    papers: int
    wasted: int
    roles: Mapping[str, tuple[str, ...]]

    @classmethod
    def generate(
        cls,
        seed: int,
        *,
        cadres: int = 124,
        leaders: int = 9,
        staff_per_unit: int = 24,
        papers: int = 60,
        ballot_lines: int | None = None,
        year: int = YEAR,
    ) -> "Institution":
        """The institution of a seed; the same arguments give the same institution on every machine.

        staff_per_unit: staff papers of each unit; papers: papers of the 中层干部, each naming all cadres.
        ballot_lines: exactly this many lines in the ballot file; it replaces `papers`.
        ValueError: fewer cadres or lines than an institution needs.
        """
        least = max(len(HEADCOUNTS) * 2, len(SPECIAL_PEOPLE))
        if cadres < least or min(leaders, papers) < ENOUGH or staff_per_unit <= FEW_PAPERS:
            raise ValueError(
                f"needed: {least} cadres, {ENOUGH} leaders and papers, more than {FEW_PAPERS} staff papers"
            )
        staged = cadres >= SMALLEST
        counts = headcounts(cadres)
        units = make_units(seed, counts, leaders, staff_per_unit)
        if staged:
            units = thin_out(units, lambda unit, number: replace(unit, staff_papers=number))
        people = make_cadres(seed, year, counts, units)
        wasted = 0
        if ballot_lines is not None:
            papers, wasted = _papers_for(ballot_lines, people, leaders)
        stage = Stage(year, stream(seed, "situations"), people)
        if staged:
            keep_out(stage)
            stage.cadres = people = _just_appointed(people, stage.ungraded, year)
        stage.sheets = _draw_sheets(seed, people, leaders, papers)
        if staged:
            stage_roles(stage)
        return cls(
            seed=seed,
            name=NAME,
            year=year,
            leaders=leader_names(leaders),
            units=tuple(units),
            cadres=people,
            ungraded=stage.ungraded,
            matters=tuple(sorted(stage.matters, key=lambda row: (row.matter, row.decided_on))),
            sheets=stage.sheets,
            papers=papers,
            wasted=wasted,
            roles=frozen_roles(stage) if staged else {},
        )

    @property
    def ballot_line_count(self) -> int:
        """Lines of the ballot file without its header."""
        everybody = len(self.leaders) + self.papers
        return sum(everybody + cadre.unit.staff_papers for cadre in self.cadres) + self.wasted

    def ballot_lines(self) -> Iterator[BallotLine]:
        """Every line, paper by paper, as clean words; made on the fly, never held."""
        leaders, peers, staff = scale().groups
        number = 0
        for group, papers in ((leaders, len(self.leaders)), (peers, self.papers)):
            for index in range(papers):
                number += 1
                yield from self._paper(number, group, index, self.cadres)
        if self.wasted:
            number += 1
            blank = ("",) * len(scale().dimensions)
            for cadre in self.cadres[: self.wasted]:
                yield (f"{number:06d}", peers[1], cadre.staff_no, *blank)
        for unit, members in self._members().items():
            for index in range(unit.staff_papers):
                number += 1
                yield from self._paper(number, staff, index, members)

    def _paper(
        self, number: int, group: tuple[str, str, float], index: int, cadres: tuple[Cadre, ...]
    ) -> Iterator[BallotLine]:
        code, name, _ = group
        words = scale().words
        for cadre in cadres:
            marks = (words[column[index]] for column in self.sheets[cadre.staff_no][code])
            yield (f"{number:06d}", name, cadre.staff_no, *marks)

    def _members(self) -> dict[Unit, tuple[Cadre, ...]]:
        members: dict[Unit, list[Cadre]] = {unit: [] for unit in self.units}
        for cadre in self.cadres:
            members[cadre.unit].append(cadre)
        return {unit: tuple(found) for unit, found in members.items()}

    def write(self, folder: Path) -> InputFiles:
        """Write roster.xlsx, participants.xlsx, ballots.csv and 处分与处理登记.csv; makes the folder."""
        return write_files(self, folder)


def _papers_for(lines: int, cadres: tuple[Cadre, ...], leaders: int) -> tuple[int, int]:
    """(papers naming everybody, lines of one more) that make exactly `lines` with the other groups' lines."""
    rest = lines - sum(leaders + cadre.unit.staff_papers for cadre in cadres)
    papers, wasted = divmod(rest, len(cadres))
    if papers < ENOUGH:
        raise ValueError(f"{lines} ballot lines are too few for {len(cadres)} cadres")
    return papers, wasted


def _just_appointed(cadres: tuple[Cadre, ...], ungraded: Mapping[str, str], year: int) -> tuple[Cadre, ...]:
    """Who is ungraded for 任职不满半年 took the post in September."""
    return tuple(
        replace(cadre, since=(year, 9)) if ungraded.get(cadre.staff_no) == "任职不满半年" else cadre
        for cadre in cadres
    )


def _draw_sheets(seed: int, cadres: tuple[Cadre, ...], leaders: int, papers: int) -> dict[str, Sheet]:
    rng = stream(seed, "marks")
    leaders_code, peers_code, staff_code = (code for code, _, _ in scale().groups)
    sheets = {}
    for cadre in cadres:
        returned = {leaders_code: leaders, peers_code: papers, staff_code: cadre.unit.staff_papers}
        sheets[cadre.staff_no] = draw_sheet(rng, rng.triangular(68, 100, 86), returned)
    return sheets
