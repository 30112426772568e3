"""The back office: its site, the base classes of its records, actions on one and on many."""
