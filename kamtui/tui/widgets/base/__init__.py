"""The widgets of the Base screen."""
