"""What the page of one enterprise shows."""
