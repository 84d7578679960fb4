"""What people see: commands as data, command line, messages."""
