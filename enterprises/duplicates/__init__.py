"""Records that may be the same enterprise: found by their words, merged by a person, undone."""
