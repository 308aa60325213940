"""The queue of what to do today, as the Actions screen shows it."""
