"""Changes of targets and tasks are proposed, consulted on and decided (section V.2 d)."""
