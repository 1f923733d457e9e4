"""What is made of a cycle's results: forms."""
