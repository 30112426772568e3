"""How fast the directory answers, in multiples of a page without database (docs/performance.md)."""
