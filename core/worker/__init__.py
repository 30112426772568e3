"""The worker: each day's jobs, going on after failures, what dead workers left."""
