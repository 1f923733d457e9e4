from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from .duties import register_duties  # noqa: PLC0415 - models must be loaded first

        register_duties()

        from notices.registry import day_sources_from, limits_from  # noqa: PLC0415
        from rulebook.selectors import day_sources_on, limit_on  # noqa: PLC0415

        limits_from(limit_on)
        day_sources_from(day_sources_on)
