from django.apps import AppConfig


class ClarificationConfig(AppConfig):
    name = "clarification"

    def ready(self) -> None:
        from .agenda import register_agenda  # noqa: PLC0415 - models are loaded only now
        from .duties import register_duties  # noqa: PLC0415

        register_agenda()
        register_duties()
