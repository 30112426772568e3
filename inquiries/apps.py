"""Questions of buyers to enterprises, relayed by the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = _("Hỏi hàng")

    def ready(self) -> None:
        from accounts import personal_data as sources
        from core import processing_times
        from core.worker import daily
        from enterprises.duplicates import merged_relations
        from enterprises.profile import asking
        from inquiries import account, letters, personal_data, processing, receivers
        from inquiries.models import Inquiry
        from membership import account_tasks

        sources.register("inquiries", personal_data.export, personal_data.erase)
        daily.register(Inquiry.erase_old)
        daily.register_reminders(letters.tell_collected)
        processing_times.register(processing.QUESTIONS)
        asking.register(receivers.asking_url)
        account_tasks.register_links(account.links)
        merged_relations.register("inquiries")
