"""The public register: programmes, tasks and agencies, with filters and downloads."""
