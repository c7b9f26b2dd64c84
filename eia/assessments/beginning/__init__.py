"""What an assessment can begin with: an earlier one, a template, an old form."""
