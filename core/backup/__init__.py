"""Backup and restore of all that the portal keeps: the database and the files of its storages.

A backup is one tar file (`archive`), encrypted on the way where asked (`encryption`), with a
manifest of counts and checksums as its last member: a file that was cut off has none.
"""
