"""Pages; what is said when something does not work is named by the settings."""

from .errors import bad_request, forbidden, form_expired, not_found, server_error

__all__ = ["bad_request", "forbidden", "form_expired", "not_found", "server_error"]
