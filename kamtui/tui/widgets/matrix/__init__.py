"""The parts of the Relationship screen."""
