from django.apps import AppConfig


class ReorganisationsConfig(AppConfig):
    name = "motcua.reorganisations"
    default_auto_field = "django.db.models.BigAutoField"
