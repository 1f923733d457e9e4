"""Who sees a tolerance case, and who may take which step (placeholder while the tables are made)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from .models import ToleranceCase  # noqa: F401 - named in the base below


class ToleranceQuerySet(models.QuerySet["ToleranceCase"]):
    """Cases; `visible_to` is the only door from a user to them."""
