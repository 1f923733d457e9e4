"""Where bars and points stand: a month stays a month, what is open stays open, nothing leaves the picture."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.pictures import Bar, Part, Timeline, timeline, trend

TODAY = date(2026, 3, 15)


def share(text: str) -> float:
    assert text.endswith("%")
    return float(text[:-1])


def only(start: str, end: str = "") -> Bar:
    (bar,) = timeline([(start, end)], today=TODAY).bars
    assert bar
    return bar


def months(part: Part | None, *, among: Timeline) -> float:
    """How long a part is, measured by the distance of two years on the axis."""
    year = share(among.ticks[1].x) - share(among.ticks[0].x)
    return share(part.width) / year * 12 if part else 0


def test_a_month_without_a_day_is_drawn_as_a_whole_uncertain_month() -> None:
    picture = timeline([("2019-09", "2021-03")], today=TODAY)
    (bar,) = picture.bars
    assert [round(months(part, among=picture), 1) for part in bar.unsure] == [1.0, 1.0]
    assert round(months(bar.sure, among=picture), 1) == 17.0, (
        "from the end of September to the start of March"
    )
    assert bar.beyond is None


def test_a_day_is_a_day() -> None:
    picture = timeline([("2019-09-01", "2021-03-01")], today=TODAY)
    (bar,) = picture.bars
    assert bar.unsure == ()
    assert round(months(bar.sure, among=picture), 1) == 18.0


def test_what_has_no_end_goes_beyond_today() -> None:
    picture = timeline([("2024-01-01", "")], today=TODAY)
    (bar,) = picture.bars
    assert share(bar.sure.x) + share(bar.sure.width) == share(picture.today)
    assert bar.beyond.x == picture.today
    assert share(bar.beyond.x) + share(bar.beyond.width) == 100


def test_begun_and_ended_in_one_month_is_uncertain_throughout() -> None:
    bar = only("2024-05", "2024-05")
    assert bar.sure is None
    assert len(bar.unsure) == 1


def test_an_unknown_start_has_no_bar() -> None:
    picture = timeline([("", ""), ("2024-05", "")], today=TODAY)
    assert picture.bars[0] is None
    assert picture.bars[1]


def test_the_years_have_labels_that_do_not_touch() -> None:
    picture = timeline([("1986-07", "")], today=TODAY)
    labels = [tick.label for tick in picture.ticks if tick.label]
    assert labels[0] == "1986"
    assert 2 <= len(labels) <= 6
    assert len(picture.ticks) == 42, "a line for each year, the next one too"


@given(
    st.lists(st.tuples(st.dates(date(1950, 1, 1), date(2040, 12, 31)), st.integers(0, 9_000), st.booleans())),
    st.booleans(),
)
def test_no_bar_leaves_the_picture(spans: list[tuple[date, int, bool]], by_month: bool) -> None:
    def text(day: date) -> str:
        return str(day)[:7] if by_month else str(day)

    pairs = [
        (text(start), "" if is_open else text(date.fromordinal(start.toordinal() + length)))
        for start, length, is_open in spans
    ]
    for bar in timeline(pairs, today=TODAY).bars:
        for part in (bar.sure, *bar.unsure, bar.beyond):
            if part:
                assert share(part.x) >= 0
                assert share(part.width) >= 0
                assert share(part.x) + share(part.width) <= 100.02


def test_a_trend_has_the_first_on_top_and_its_points_in_order() -> None:
    dots = trend([("2023", 0.9), ("2024", 0.5), ("2025", 0.0)])
    assert [dot.label for dot in dots] == ["2023", "2024", "2025"]
    assert share(dots[0].y) > share(dots[1].y) > share(dots[2].y)
    assert dots[0].next == (dots[1].x, dots[1].y)
    assert dots[-1].next is None
    assert all(0 < share(dot.x) < 100 for dot in dots)
