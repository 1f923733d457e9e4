from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self) -> None:
        from .agenda_review import register_agenda  # noqa: PLC0415 - models are loaded only now
        from .duties import register_duties  # noqa: PLC0415
        from .receivers_review import connect  # noqa: PLC0415

        register_duties()
        register_agenda()
        connect()
