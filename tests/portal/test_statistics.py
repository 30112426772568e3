"""The Department's page of statistics, and the yearly report on how the portal was run."""
