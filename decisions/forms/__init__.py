"""Forms of meetings and publicity. Those of a step that others may take too carry the version seen."""

from .attendance import AttendanceForm
from .meetings import (
    CorrectionForm,
    MeetingEditForm,
    MeetingOpenForm,
    OfferForm,
    ProxyForm,
    ReasonForm,
    RecusalAnswerForm,
    RecusalForm,
    VersionForm,
)
from .publicity import ObjectionCloseForm, ObjectionForm, PublicityForm
from .results import ResultForm

__all__ = [
    "AttendanceForm",
    "CorrectionForm",
    "MeetingEditForm",
    "MeetingOpenForm",
    "ObjectionCloseForm",
    "ObjectionForm",
    "OfferForm",
    "ProxyForm",
    "PublicityForm",
    "ReasonForm",
    "RecusalAnswerForm",
    "RecusalForm",
    "ResultForm",
    "VersionForm",
]
