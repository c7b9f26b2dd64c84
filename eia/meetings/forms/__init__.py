"""What is asked about bodies and meetings."""
