"""The parts of the Actions screen."""
