"""Enterprises keep their own profile: edited part by part, reviewed, then published."""
