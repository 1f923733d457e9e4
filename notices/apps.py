from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from core.health import check_register  # noqa: PLC0415 - models must be loaded first

        from .selectors_deliveries import deliveries_leave  # noqa: PLC0415

        check_register("deliveries", deliveries_leave)
