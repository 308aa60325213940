"""The parts of the Strength screen."""
