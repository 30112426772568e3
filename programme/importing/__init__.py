"""A programme's agencies, tasks and targets from spreadsheets."""
