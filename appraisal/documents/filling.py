"""Contexts of 年度考核登记表 from the register and the year, for one person or for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from accounts.selectors import Visitor
from cadres.models import Cadre
from policy.disclosure import DIMENSION_DECIMALS, for_departments, for_the_cadre
from policy.numbers import rounded

from ..models import Cycle, GradeWord, Grading, Participant
from ..selectors import office_name, sight_of
from ..selectors.documents import HeldPost, people_in_order, posts_held, sheets_of_confirmed
from ..selectors.grades import gradings_decided
from ..selectors.sheets import PersonSheet
from .contexts import AnnualForm, Basics, Line, Opinion, day, month, paragraphs
from .sources import reports_of

MEASURED = "各维度均分为各类主体按权重合计。"
NOT_MEASURED = "各维度均分不公布或者尚未确认。"
NO_GRADE = "参加本次考核，不确定等次。"
SECOND = 2


def post_of(person: Participant, posts: Mapping[int, HeldPost]) -> HeldPost:
    """The post held at the end of the year; of who had left by then, as the list names it."""
    return posts.get(person.cadre_id) or HeldPost(person.unit_name, person.post_title, "", "", "", "")


def annual_forms(
    cycle: Cycle,
    user: Visitor,
    *,
    people: Iterable[Participant] | None = None,
) -> Iterator[tuple[Participant, AnnualForm]]:
    """Each person's form as this user may be shown it; the same queries however many people there are.

    people: by default everybody who takes part. Comment and grade stand there once they are decided. Why
    somebody has no grade is not printed: that is told apart.
    """
    chosen = list(people_in_order(cycle) if people is None else people)
    posts = posts_held([person.cadre_id for person in chosen], cycle.year)
    sheets = sheets_of_confirmed(cycle, chosen, sight_of(user, cycle))
    reports = reports_of(cycle, [person.pk for person in chosen])
    gradings = gradings_decided(cycle)
    office = office_name()
    for person in chosen:
        dimensions = _dimensions(sheets.get(person.pk))
        grading = gradings.get(person.pk)
        grade = grading.decided if grading else ""
        yield (
            person,
            AnnualForm(
                year=str(cycle.year),
                office=office,
                category=person.category,
                basics=basics_of(person.cadre, post_of(person, posts)),
                report=tuple(reports.get(person.pk, ())),
                dimensions=dimensions,
                dimensions_note=MEASURED if dimensions else NOT_MEASURED,
                leader=comment_of(grading),
                committee=decision_of(grading),
                grade=grade,
                ungraded="" if person.graded and grade != GradeWord.UNGRADED else NO_GRADE,
                remark=corrected(grading),
            ),
        )


def file_name(person: Participant, cycle: Cycle) -> str:
    """`学院正职/20001-张三-2025年度考核登记表.docx`: a folder per category; of a term `2023—2025聘期…`."""
    folder = person.category.replace("/", "_")
    name = person.cadre.name.replace("/", "_")
    return f"{folder}/{person.cadre.staff_no}-{name}-{cycle.file_label}考核登记表.docx"


def comment_of(grading: Grading | None) -> Opinion:
    """The panel's comment as it went to the committee; blank to be written by hand."""
    return Opinion("\n".join(paragraphs(grading.comment))) if grading else Opinion()


def decision_of(grading: Grading | None) -> Opinion:
    """The meeting that decided, and its day."""
    if grading is None:
        return Opinion()
    text = f"经{grading.meeting}研究审定。" if grading.meeting else ""
    return Opinion(text, on=day(grading.decided_on))


def corrected(grading: Grading | None) -> str:
    """That a later decision replaced the first one, in words; the earlier forms are kept."""
    if grading is None or grading.revision < SECOND:
        return ""
    return f"本表为考核结果更正后的第 {grading.revision} 版，以前各版保留备查。"


def basics_of(cadre: Cadre, post: HeldPost) -> Basics:
    """Who a form is about, from the register and the post of that year."""
    return Basics(
        name=cadre.name,
        sex=cadre.sex,
        born=month(cadre.born),
        ethnicity=cadre.ethnicity,
        political_status=cadre.political_status,
        joined_party=month(cadre.joined_party),
        education=_education(cadre),
        professional_title=cadre.professional_title,
        staff_no=cadre.staff_no,
        unit=post.unit,
        post=post.post,
        admin_level=post.admin_level,
        in_post_since=month(post.in_post_since),
        in_rank_since=month(post.in_rank_since),
    )


def _education(cadre: Cadre) -> str:
    full = " ".join(filter(None, (cadre.full_time_level, cadre.full_time_degree)))
    later = " ".join(filter(None, (cadre.in_service_level, cadre.in_service_degree)))
    if full and later:
        return f"全日制：{full}；在职：{later}"
    return full or (later and f"在职：{later}")


def _dimensions(person: PersonSheet | None) -> tuple[Line, ...]:
    """The dimension means that every reader of the form may read: the cadre, and the departments, who know
    more groups than the cadre does. None while a replay differs from what was scored."""
    if person is None or person.differences:
        return ()
    readers = (for_the_cadre, for_departments)
    if not all(of(person.sheet, person.shown, person.parameters).dimensions for of in readers):
        return ()
    return tuple(
        Line(name, str(rounded(mean, DIMENSION_DECIMALS)))
        for name, _, mean in person.sheet.dimensions
        if mean is not None
    )
