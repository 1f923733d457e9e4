"""What is made of a cycle's results, read across tables."""
