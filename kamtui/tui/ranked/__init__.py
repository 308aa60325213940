"""What the Priorities screen shows, as values: which accounts, in which order, by which text."""
