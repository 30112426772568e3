"""Finance and Planning follow, urge late agencies, and inspect (section V.3 b)."""
