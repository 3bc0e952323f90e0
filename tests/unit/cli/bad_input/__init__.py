"""What planners get wrong, through the command: code, place, exit code, and nothing half written."""
