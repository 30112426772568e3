"""How the portal is served: gunicorn's workers, its access log, and all that `make run` keeps going.

gunicorn and `make run` read this before Django's settings are there.
"""
