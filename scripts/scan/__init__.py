"""What looks for weaknesses: `make scan` (docs/development.md)."""
