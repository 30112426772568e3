"""The Department's statistics: the directory, how long work takes, how the portal is used."""
