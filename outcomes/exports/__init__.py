"""What is made of a cycle's results, as workbooks."""
