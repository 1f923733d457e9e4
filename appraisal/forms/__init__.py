"""Forms of a cycle's pages."""

from .participants import ParticipantAddForm, ParticipantForm, ParticipantRemoveForm
from .plan import PlanForm, PlanStartForm, StepForm
from .unit_sittings import UnitSittingAddForm, UnitSittingForm, UnitSittingRemoveForm
from .year import GapDecisionsForm, GapProposeForm, GapRejectForm, OfficerForm, ScoreConfirmForm, SittingsForm

__all__ = [
    "GapDecisionsForm",
    "GapProposeForm",
    "GapRejectForm",
    "OfficerForm",
    "ParticipantAddForm",
    "ParticipantForm",
    "ParticipantRemoveForm",
    "PlanForm",
    "PlanStartForm",
    "ScoreConfirmForm",
    "SittingsForm",
    "StepForm",
    "UnitSittingAddForm",
    "UnitSittingForm",
    "UnitSittingRemoveForm",
]
