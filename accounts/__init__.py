"""People's accounts: sign-up, log-in, second factor, consent, their data, and the end of it all."""
