"""The register: posts, cadres, appointments, terms, absences, kin (facts only, 第三条); export requests."""

from .absences import Absence
from .appointments import Appointment, AppointmentColumns, Term
from .cadres import SECRETS, Cadre, CadreColumns
from .exports import ExportRequest
from .kin import Kin
from .posts import Post, PostRank
from .staging import StagedPerson, StagedRoster

__all__ = [
    "SECRETS",
    "Absence",
    "Appointment",
    "AppointmentColumns",
    "Cadre",
    "CadreColumns",
    "ExportRequest",
    "Kin",
    "Post",
    "PostRank",
    "StagedPerson",
    "StagedRoster",
    "Term",
]
