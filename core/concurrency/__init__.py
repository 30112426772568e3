"""Two at the same moment: forms sent twice, records edited by two, turns."""
