"""Pages of this room, ready to be printed."""

from .history import change_rows
from .person import PersonPage, person_page

__all__ = ["PersonPage", "change_rows", "person_page"]
