"""What the evidence of a version rests on elsewhere: the library and released figures."""
