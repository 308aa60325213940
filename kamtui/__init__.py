"""Key-account management at the terminal."""

__version__ = "0.1.0"
