"""Files of profiles: who may read which, and clearing away what nobody names any more."""
