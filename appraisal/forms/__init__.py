"""Forms of a cycle's pages."""

from .participants import ParticipantAddForm, ParticipantForm, ParticipantRemoveForm
from .plan import PlanDiscardForm, PlanForm, PlanStartForm, StepForm
from .unit_sittings import UnitSittingAddForm, UnitSittingForm, UnitSittingRemoveForm
from .year import (
    GapDecisionsForm,
    GapProposeForm,
    GapRejectForm,
    OfficerForm,
    RecheckForm,
    ScoreConfirmForm,
    SittingsForm,
)

__all__ = [
    "GapDecisionsForm",
    "GapProposeForm",
    "GapRejectForm",
    "OfficerForm",
    "ParticipantAddForm",
    "ParticipantForm",
    "ParticipantRemoveForm",
    "PlanDiscardForm",
    "PlanForm",
    "PlanStartForm",
    "RecheckForm",
    "ScoreConfirmForm",
    "SittingsForm",
    "StepForm",
    "UnitSittingAddForm",
    "UnitSittingForm",
    "UnitSittingRemoveForm",
]
