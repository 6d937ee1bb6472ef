"""Makes a person who may edit."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collaboration.accounts.desk import may_enter
from collaboration.accounts.models import Membership, User
from collaboration.publishers.models import Publisher


class Command(BaseCommand):
    """`manage.py create_editor EMAIL --name NAME`: a programme administrator, unless an office and a role say otherwise."""

    help = "Create a person who may sign in and edit."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("--name", required=True, help="their name, as colleagues know them")
        parser.add_argument("--office", action="append", default=[], metavar="SLUG", help="an office they work for; may be given more than once")
        parser.add_argument("--role", choices=Membership.Role.values, help="what they may do there (default: writer; without an office: administrator)")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from the first line of standard input")

    def handle(self, *, email, name, office, role, password_stdin, **options):
        publishers = offices(office)
        role = role or (Membership.Role.WRITER if office else Membership.Role.ADMINISTRATOR)
        if role == Membership.Role.ADMINISTRATOR and not all(publisher.is_programme for publisher in publishers):
            raise CommandError("An administrator looks after all offices: leave --office out, or choose another role.")
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"There is a person with the e-mail address {email} already.")
        person = User(email=User.objects.normalize_email(email), name=name)
        refuse(lambda: person.full_clean(exclude=["password"]))
        person.set_password(self.password(person, password_stdin))
        with transaction.atomic():
            person.save()
            for publisher in publishers:
                Membership.objects.create(user=person, publisher=publisher, role=role)
        places = ", ".join(publisher.short_name for publisher in publishers)
        self.stdout.write(f"{name}, {person.email}: {Membership.Role(role).label} ({places}).")
        if may_enter(person):
            self.stdout.write("They may sign in now, at /admin/.")
        else:
            self.stdout.write("The membership is kept; the desk is open to programme administrators alone for now.")

    def password(self, person: User, from_stdin: bool) -> str:
        """A password that passes every rule; raises CommandError for one that does not."""
        if from_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
        elif sys.stdin.isatty():
            password = getpass.getpass("Password (14 characters or more): ")
            if getpass.getpass("The same again: ") != password:
                raise CommandError("The two passwords differ: nobody was created.")
        else:
            raise CommandError("There is no terminal to ask for a password on: give it on standard input with --password-stdin.")
        refuse(lambda: validate_password(password, person))
        return password


def offices(slugs: list[str]) -> list[Publisher]:
    """The publishers with these slugs, or the programme if there are none; raises CommandError for an unknown one."""
    known = {publisher.slug: publisher for publisher in Publisher.objects.all()}
    if not known:
        raise CommandError("There is no office yet: load the content first, with manage.py load_content.")
    for slug in slugs:
        if slug not in known:
            raise CommandError(f"There is no office “{slug}”; the offices are {', '.join(known)}.")
    return [known[slug] for slug in dict.fromkeys(slugs)] or [publisher for publisher in known.values() if publisher.is_programme]


def refuse(check) -> None:
    """Run a check, and turn what it finds into a CommandError."""
    try:
        check()
    except ValidationError as error:
        raise CommandError(f"Nobody was created: {' '.join(error.messages)}") from error
