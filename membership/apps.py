"""Who keeps an enterprise's profile: claims, members, invitations, and the profile's editor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = _("Quản lý hồ sơ doanh nghiệp")

    def ready(self) -> None:
        from accounts import personal_data as data_of_people
        from core import processing_times
        from core.files import photo_access
        from core.worker import daily
        from enterprises.attachments import access
        from enterprises.duplicates import merged_relations
        from enterprises.importing import kept_profiles
        from membership import personal_data, processing, retention
        from membership.editing import files, import_proposals, photos
        from membership.models import UnsavedText

        data_of_people.register("enterprises", personal_data.export, personal_data.erase)
        processing_times.register(processing.CLAIMS)
        processing_times.register(processing.REVISIONS)
        access.register(files.is_member, files.drafted)
        daily.register(retention.drop_evidence, retention.release_codes, UnsavedText.drop_old)
        daily.register_reminders(retention.warn_of_idle_drafts)
        photo_access.register_reader(photos.is_read)
        kept_profiles.register(
            import_proposals.keeping, import_proposals.propose, import_proposals.FIELDS
        )
        merged_relations.register("memberships", "claims", "invitations")
