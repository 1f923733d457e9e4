from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "alerts"

    def ready(self) -> None:
        from .duties import register_duties  # noqa: PLC0415 - models are loaded only now
        from .receivers import connect  # noqa: PLC0415
        from .rules import register_rules  # noqa: PLC0415

        register_rules()
        register_duties()
        connect()
