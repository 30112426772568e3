"""Mutants: the code with one thing wrong, which some test must notice (`make mutants`)."""
