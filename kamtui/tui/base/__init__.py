"""What the Base screen shows: panels, what they are read as, and how it is said."""
