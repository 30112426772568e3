"""Who stands behind a fact: declared, document seen, visited on site, or lapsed."""
