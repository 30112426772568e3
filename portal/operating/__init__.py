"""The yearly report on how the portal was run, which section 5.5 of the Decision asks for."""
