"""Products of tasks: what is owed each year, what was handed in, what the Department confirmed."""
