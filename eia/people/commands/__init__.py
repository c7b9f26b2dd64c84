"""What is done: signing in and out, people, appointments, deputies, units. Each runs inside `transaction()`."""
