"""The Committee directs, agencies report what hinders them, and each is followed to its end."""
