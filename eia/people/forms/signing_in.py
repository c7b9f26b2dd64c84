"""Signing in, and choosing a password."""

from eia.forms import Choice, ChoiceField, EiaForm, EmailField, HiddenField, Longest, Required, SecretField
from eia.people import passwords


class SignInForm(EiaForm):
    email = EmailField("Email address", [Required(), Longest(254)], render_kw={"autocomplete": "username"})
    password = SecretField(
        "Password", [Required(), Longest(passwords.LONGEST)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class NewPasswordForm(EiaForm):
    """A password twice. Whether it is good enough is asked of `passwords.what_is_wrong_with`."""

    new_password = SecretField(
        "New password",
        [Required()],
        description=f"At least {passwords.SHORTEST} characters. Three random words make a good one.",
        render_kw={"autocomplete": "new-password"},
    )
    again = SecretField("New password again", [Required()], render_kw={"autocomplete": "new-password"})

    def asks_more(self, *known: str) -> bool:
        """Put what is wrong with the new password beside its field; True when something is."""
        wrong = passwords.what_is_wrong_with(self.new_password.data, *known)
        if wrong:
            self.new_password.errors = [wrong]
        elif self.new_password.data != self.again.data:
            self.again.errors = ["The two passwords differ. Enter the same one again."]
        return bool(self.new_password.errors or self.again.errors)


class ChangePasswordForm(NewPasswordForm):
    password = SecretField("Your password now", [Required()], render_kw={"autocomplete": "current-password"})


class MessagesForm(EiaForm):
    messages = ChoiceField(
        "How do you want to be told?",
        [Required()],
        choices=[
            Choice("at_once", "Each message at once"),
            Choice("daily", "One message a day, in the morning", "What you have to sign or correct comes at once."),
        ],
    )
