"""What the weights panel is made of."""
