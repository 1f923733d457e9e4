"""What people type about sign-in, accounts and roles."""

from .sign_in import WRONG, SignInForm

__all__ = ["WRONG", "SignInForm"]
