"""What is asked when people sign in and when their offices are looked after."""
