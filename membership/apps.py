"""Who keeps an enterprise's profile: claims, members, invitations, and the profile's editor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = _("Quản lý hồ sơ doanh nghiệp")

    def ready(self) -> None:
        from accounts import personal_data as sources
        from enterprises.attachments import access
        from enterprises.duplicates import following
        from membership import personal_data
        from membership.editing import files

        sources.register("enterprises", personal_data.export, personal_data.erase)
        access.register(files.is_member, files.drafted)
        following.register("memberships", "claims", "invitations")
