"""What mediators and clerks can do: join, read their inbox, work their cases."""
