"""Published localization rates: targets, series, verdicts, charts, pages and downloads."""
