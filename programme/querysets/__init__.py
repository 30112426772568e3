"""What may be seen and how it is found, in words of policy."""
