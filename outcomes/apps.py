from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self) -> None:
        from .agenda import agenda_ready  # noqa: PLC0415 - models are loaded only now
        from .duties import register_duties  # noqa: PLC0415

        register_duties()
        agenda_ready()
