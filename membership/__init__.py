"""Who keeps an enterprise's profile: registering, claiming a record, members, invitations."""
