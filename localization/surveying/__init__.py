"""The survey behind the localization rates: asking, answering, checking, counting who answered."""
