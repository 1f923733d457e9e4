"""State × role × step over the database: the two halves of access agree with a table written by hand."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Role, RoleGrant
from core import clock
from policy.tolerance_terms import AFTER_FINDING, STATES
from tests.support.people import SINCE, user_with
from tests.support.tolerance import Story
from tolerance.access import Standing, may, steps_of
from tolerance.models import Outcome, ToleranceCase
from tolerance.services.common import ROWS

pytestmark = pytest.mark.django_db
# Who → state → steps; what is not named is nothing. The finding, once there is one, is 免除责任; `expected`
# says what another one changes.
TABLE: dict[str, dict[str, str]] = {
    "person": {
        "draft": "write submit withdraw",
        "submitted": "withdraw attach",
        "returned": "write submit withdraw",
        "verifying": "withdraw attach",
        "analysing": "withdraw state attach",
        "committee": "withdraw",
        "suspended": "withdraw",
        "published": "ask_review rectify",
        "replied": "ask_review rectify",
        "rectifying": "ask_review rectify",
    },
    "secretary": {
        **dict.fromkeys(("submitted", "verifying", "analysing"), "give_opinion attach"),
        "returned": "give_opinion",
        **dict.fromkeys(("published", "replied", "rectifying"), "rectify"),
    },
    "one": {
        "verifying": "triage join attach verify confirm",
        "analysing": "triage join attach analyse hear",
        "submitted": "triage join send_back attach",
        "decided": "report enter_given",
        "reported": "enter_given show settle_objection",
        "published": "enter_given take_down",
        "replied": "enter_given",
        "reviewing": "enter_given take_down",
        "rectifying": "enter_given take_down check",
        "suspended": "resume",
    },
    "discipline": {
        "submitted": "triage join send_back accept refuse attach",
        "returned": "refuse",
        "verifying": "triage join attach name extend",
        "analysing": "triage join attach analyse hear sign refer",
        "committee": "take_back",
        "decided": "report enter_given revoke",
        "reported": "enter_given show settle_objection publish revoke",
        "published": "enter_given take_down revoke",
        "replied": "enter_given revoke",
        "reviewing": "enter_given take_down revoke",
        "rectifying": "enter_given take_down check close revoke",
        "closed": "revoke",
        "suspended": "resume",
    },
    "org": {"analysing": "sign", "committee": "schedule", "reviewing": "answer_review"},
    "two": {
        "submitted": "attach",
        "verifying": "attach verify confirm",
        "analysing": "attach analyse hear",
    },
    "elsewhere": {},
    "stranger": {},
}
# The officer who read the application first is named for it: as the verifier of that office, less verifying.
TABLE["desk"] = {state: steps.replace(" verify confirm", "") for state, steps in TABLE["one"].items()}
SEES_ALWAYS = frozenset({"person", "secretary", "one", "two", "discipline", "org", "desk"})
FOR_ALL = {
    "submitted_on": clock.today,
    "accepted_on": clock.today,
    "suspended_on": clock.today,
    "closed_on": clock.today,
}


# Every state with 免除责任 and without a finding; the others where there is a finding.
WORLDS = [("exempt", state) for state in STATES] + [("", state) for state in STATES]
WORLDS += [(outcome, state) for outcome in ("lighter", "not_tolerated") for state in AFTER_FINDING]
ONLY_PUBLIC = {"show", "object", "settle_objection", "publish", "take_down"}


def expected(who: str, state: str, outcome: str) -> set[str]:
    steps = set(TABLE[who].get(state, "").split())
    if not outcome:
        return steps if state not in AFTER_FINDING else set()
    steps -= {"withdraw"}
    if outcome == "not_tolerated":
        steps -= ONLY_PUBLIC
        steps |= {"reply"} if (who, state) == ("discipline", "reported") else set()
    return steps


@pytest.mark.once
def test_every_state_gives_everybody_what_the_table_says(client: Client) -> None:
    story = Story(client)
    story.submitted().accepted()
    elsewhere = user_with(staff_no="69002", name="外单位书记")
    RoleGrant.objects.create(
        user=elsewhere,
        role=Role.UNIT_PARTY,
        unit=type(story.unit).objects.create(name="别的单位", kind=story.unit.kind),
        valid_from=SINCE,
    )
    pk = story.case.pk
    Outcome.objects.create(case_id=pk, kind="exempt", meeting="党委会", entry=1, decided_on=clock.today())
    wrong: list[tuple[object, ...]] = []
    for outcome, state in WORLDS:
        if state == "draft":
            continue
        Outcome.objects.update(kind=outcome or "exempt", in_force=bool(outcome))
        ToleranceCase.objects.filter(pk=pk).update(
            state=state, suspended_from="verifying", refusal="理由", **{k: v() for k, v in FOR_ALL.items()}
        )
        case = ROWS.get(pk=pk)
        for who in TABLE:
            user = elsewhere if who == "elsewhere" else getattr(story, who)
            sees = ToleranceCase.objects.visible_to(user).filter(pk=pk).exists()
            found = steps_of(user, case) if sees else frozenset()
            given = expected(who, state, outcome)
            if found != given:
                wrong.append((who, state, outcome, sorted(found - given), sorted(given - found)))
            if sees != (who in SEES_ALWAYS):
                wrong.append((who, state, outcome, "sees", sees))
            if ToleranceCase.objects.visible_at(Standing(user, pk)).exists() != sees:
                wrong.append((who, state, outcome, "page and list disagree"))
    assert not wrong


def test_a_draft_is_seen_by_its_applicant_alone(client: Client) -> None:
    story = Story(client)
    story.starts()
    case = story.case
    assert steps_of(story.person, case) == {"write", "submit", "withdraw"}
    for user in (story.secretary, story.discipline, story.org, story.desk, story.stranger):
        assert not ToleranceCase.objects.visible_to(user).exists()
    story.acts(story.person, "withdraw", {"reason": "写错了"})
    assert not ToleranceCase.objects.visible_to(story.discipline).exists()


def test_a_head_sees_the_own_case_as_its_cadre_alone(client: Client) -> None:
    story = Story(client)
    RoleGrant.objects.create(user=story.person, role=Role.DISCIPLINE_HEAD, valid_from=SINCE)
    story.starts(office="organization")
    story.acts(story.person, "submit", story.texts(office="organization"))
    case = story.case
    assert steps_of(story.person, case) == {"withdraw", "attach"}
    assert not may(story.person, "sign", case)
    with pytest.raises(KeyError):
        may(story.person, "no_such_step", case)
