"""Files of profiles: who may read which."""
