"""People with accounts: sign-in, second factor, consent, personal data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Tài khoản")

    def ready(self) -> None:
        from accounts import (
            account_data,
            checks,  # noqa: F401 -- by being imported
            decisions,
            personal_data,
            receivers,  # noqa: F401 -- connect
            work_letters,
        )
        from core.transitions import transition_taken
        from core.worker import daily

        transition_taken.connect(decisions.note_decision, dispatch_uid="note-decision")
        personal_data.register("account", account_data.export, account_data.erase)
        daily.register(account_data.clear_expired_sessions, work_letters.send_daily)
        daily.register_often(work_letters.send_at_once)
