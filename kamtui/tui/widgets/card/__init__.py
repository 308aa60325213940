"""The sections of the account card."""
