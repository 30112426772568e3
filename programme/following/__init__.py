"""Following a programme or one of its tasks: by feed, by e-mail, or as a card on another site."""
