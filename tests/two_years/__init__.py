"""Two years of a programme: who takes part, and what they do on which day."""
