"""Places: what addresses say, distances, and the pages by ward and by park with their maps."""
