"""What the Relationship screen knows: accounts in a matrix, lists and tables of them. No widget."""
