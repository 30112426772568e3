"""How the portal is served: gunicorn's workers, and what `make run` keeps going beside them.

gunicorn and `make run` read this before Django's settings are there.
"""
