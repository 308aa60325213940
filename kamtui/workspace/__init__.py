"""What people enter: weight sets, drafts and settings, in one SQLite file."""
