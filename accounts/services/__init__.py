"""What changes accounts, units, grants and the security log."""

from .people import account_create, account_disable, account_enable, accounts_disable_by_staff_no

__all__ = ["account_create", "account_disable", "account_enable", "accounts_disable_by_staff_no"]
