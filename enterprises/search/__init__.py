"""How the directory is searched: what search knows of an enterprise, and how it finds it."""
