from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self) -> None:
        from .duties import register_duties  # noqa: PLC0415
        from .uses_agenda import agenda_ready  # noqa: PLC0415 - models are loaded only now

        register_duties()
        agenda_ready()
