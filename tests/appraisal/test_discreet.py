"""What only the heads may know of a person's missing grade stands in no result, page or file of the year."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.models import Cycle, Participant, Result
from appraisal.selectors import people_for
from appraisal.services import year_score
from cadres.models import Cadre
from matters.investigations import investigation_record
from policy.participation import INVESTIGATED, Taken
from tests.support.people import user_with
from tests.support.scanning import everything_shown
from tests.support.scoring import confirmed_by_two, two_officers
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_refusals")]
ILL = "病假累计二百天"
SAID = "需组织部门核定"


def told_of(who: str) -> None:
    investigation_record(
        cadre=Cadre.objects.get(staff_no=who),
        opened_on=date(YEAR, 9, 1),
        document_no="立〔2025〕3号",
        disclosed=True,
        actor=user_with(Role.DISCIPLINE_OFFICER, staff_no="90103"),
    )


@pytest.mark.parametrize("role", [Role.ORG_OFFICER, Role.DISCIPLINE_OFFICER, Role.UNIT_PARTY])
def test_no_page_and_no_file_of_the_year_says_a_discreet_reason(role: Role) -> None:
    cycle = small_year(6, ungraded={5: ILL})
    Participant.objects.filter(cycle=cycle, graded=False).update(discreet=True)
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    shown = everything_shown(user_with(role, staff_no="90101"), YEAR, [staff_no(5)])
    assert not [address for address, said in shown.items() if ILL in said]
    if role is not Role.UNIT_PARTY:
        assert len([address for address, said in shown.items() if SAID in said]) > 3


def test_control_a_reason_for_everybody_is_found_by_the_same_look() -> None:
    small_year(6, ungraded={5: ILL})
    shown = everything_shown(user_with(Role.ORG_OFFICER, staff_no="90101"), YEAR, [staff_no(5)])
    assert len([address for address, said in shown.items() if ILL in said]) > 3


def test_the_heads_read_it_on_their_own_page(client: Client) -> None:
    cycle = small_year(6, ungraded={5: ILL})
    Participant.objects.filter(cycle=cycle, graded=False).update(discreet=True)
    client.force_login(user_with(Role.ORG_HEAD, staff_no="90101"))
    assert ILL in client.get(reverse("year_discreet", args=[cycle.code])).content.decode()


def test_whoever_is_investigated_before_the_list_is_made_stands_on_it_without_a_grade() -> None:
    cycle = small_year(2)
    told_of(staff_no(0))
    verdicts = {person.staff_no: person.verdict for person in people_for(cycle, date(YEAR, 12, 31))}
    told, other = verdicts[staff_no(0)], verdicts[staff_no(1)]
    assert isinstance(told, Taken) and isinstance(other, Taken)
    assert (told.graded, told.reason, told.discreet, other.graded) == (False, INVESTIGATED, True, True)
    assert INVESTIGATED not in "".join(reason.text for reason in told.basis)


def test_an_undisclosed_investigation_changes_no_row_of_the_list_that_is_made() -> None:
    """Two worlds: the list made from the register tells nobody that there is one."""
    cycle = small_year(3)
    without = people_for(cycle, date(YEAR, 12, 31))
    investigation_record(
        cadre=Cadre.objects.get(staff_no=staff_no(0)),
        opened_on=date(YEAR, 9, 1),
        document_no="立〔2025〕4号",
        disclosed=False,
        actor=user_with(Role.DISCIPLINE_OFFICER, staff_no="90103"),
    )
    assert people_for(cycle, date(YEAR, 12, 31)) == without


def test_disclosed_after_both_confirmations_the_year_is_counted_again() -> None:
    cycle = small_year(6)
    confirmed_by_two(cycle, two_officers(cycle))
    Cycle.objects.filter(pk=cycle.pk).update(source="plan")
    before = Participant.objects.get(cycle=cycle, cadre__staff_no=staff_no(0)).version
    told_of(staff_no(0))
    cycle.refresh_from_db()
    assert cycle.confirmed_at is None
    person = Participant.objects.get(cycle=cycle, cadre__staff_no=staff_no(0))
    assert (person.graded, person.discreet, person.version) == (False, True, before + 1)
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    result = Result.objects.get(participant=person)
    assert result.rank is None
    assert INVESTIGATED not in str(result.reasons) and SAID in str(result.reasons)
