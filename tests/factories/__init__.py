"""Objects for tests, by the state they are in."""
