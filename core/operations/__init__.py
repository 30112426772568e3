"""What whoever runs the portal sees of it: logs, figures, readiness, waits and failures."""
