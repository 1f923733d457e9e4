from django.apps import AppConfig


class CadresConfig(AppConfig):
    name = "cadres"

    def ready(self) -> None:
        from accounts.signals import unit_closing  # noqa: PLC0415 - models must be loaded first

        from .services.posts import unit_close_refuse  # noqa: PLC0415

        unit_closing.connect(unit_close_refuse, dispatch_uid="cadres.unit_close_refuse")

        from .file_kinds import register_kinds  # noqa: PLC0415

        register_kinds()

        from .duties import register_duties  # noqa: PLC0415

        register_duties()

        from notices.registry import contacts_from  # noqa: PLC0415

        from .selectors.contacts import contacts_of_users  # noqa: PLC0415

        contacts_from(contacts_of_users)
