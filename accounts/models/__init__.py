"""People who sign in, the units of the university, and who holds which role where."""

from .case_grants import CaseGrant, CaseGrantQuerySet
from .grants import OFFICER_ROLES, ROLES_OF_A_UNIT, Role, RoleGrant
from .proposals import GrantProposal
from .security_log import SecurityEvent, SecurityLogHead
from .units import Supervision, Unit, UnitKind, UnitName
from .users import User, UserManager, UserSession

__all__ = [
    "OFFICER_ROLES",
    "ROLES_OF_A_UNIT",
    "CaseGrant",
    "CaseGrantQuerySet",
    "GrantProposal",
    "Role",
    "RoleGrant",
    "SecurityEvent",
    "SecurityLogHead",
    "Supervision",
    "Unit",
    "UnitKind",
    "UnitName",
    "User",
    "UserManager",
    "UserSession",
]
