"""Importing: files that people export from elsewhere, as a mapping says, into the contract."""
