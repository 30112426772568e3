"""The survey in the back office: waves, whom they ask, the answers, what waits for staff."""

from localization.admin.survey import answers, frame, waiting, waves

__all__ = ["answers", "frame", "waiting", "waves"]
