"""What a buyer sets aside: the shortlist, the comparison, and both as files."""
