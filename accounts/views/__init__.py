"""What pages of sign-in, accounts and roles say over HTTP."""

from .sign_in import sign_in, sign_out

__all__ = ["sign_in", "sign_out"]
