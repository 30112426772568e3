"""What developers run beside the suite, each in a folder of its own."""
