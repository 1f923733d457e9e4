"""What Django and django-axes tell of signing in, passed on to the services. Connected in `apps.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from core.tables.values import fold

from .models import User
from .services.sessions import session_begin, session_ended
from .services.sign_in import lock_note, sign_in_failed_note


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **kwargs: Any) -> None:
    session_begin(request=request, user=user)


@receiver(user_logged_out)
def end(request: HttpRequest, **kwargs: Any) -> None:
    # Sent before the session is emptied, so its key is still there.
    session_ended(key=request.session.session_key)


@receiver(user_login_failed)
def failed(credentials: Mapping[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    sign_in_failed_note(
        typed=fold(str(credentials.get("username") or "")),
        locked=bool(getattr(request, "axes_locked_out", False)),
    )


@receiver(user_locked_out)
def locked(request: HttpRequest, username: str, **kwargs: Any) -> None:
    # Said again at each further try; only the first one locks.
    if getattr(request, "axes_failures_since_start", None) is not None:
        lock_note(name=username)
