"""Makes a person who may edit."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collaboration.accounts.inviting import invite
from collaboration.accounts.letters import password_link
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
        parser.add_argument("--invite", action="store_true", help="ask for no password: send them a link to choose one, and print it")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from the first line of standard input")

    def handle(self, *, email, name, office, role, **options):
        publishers = offices(office)
        role = role or (Membership.Role.WRITER if office else Membership.Role.ADMINISTRATOR)
        if role == Membership.Role.ADMINISTRATOR and not all(publisher.is_programme for publisher in publishers):
            raise CommandError("An administrator looks after all offices: leave --office out, or choose another role.")
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"There is a person with the e-mail address {email} already.")
        person = User(email=User.objects.normalize_email(email), name=name)
        refuse(lambda: person.full_clean(exclude=["password"]))
        make = self.invited if options["invite"] else self.with_password
        person = make(person, publishers, role, options["password_stdin"])
        places = ", ".join(publisher.short_name for publisher in publishers)
        self.stdout.write(f"{name}, {person.email}: {Membership.Role(role).label} ({places}).")
        if options["invite"]:
            self.stdout.write(f"They choose a password here, once, within a day: {password_link(person)}")
        self.stdout.write("They sign in at /admin/ and set up a second factor, such as an app on their telephone, the first time.")

    def with_password(self, person: User, publishers: list[Publisher], role: str, from_stdin: bool) -> User:
        """The person, with a password given now."""
        person.set_password(self.password(person, from_stdin))
        with transaction.atomic():
            person.save()
            for publisher in publishers:
                Membership.objects.create(user=person, publisher=publisher, role=role)
        return person

    def invited(self, person: User, publishers: list[Publisher], role: str, from_stdin: bool) -> User:
        """The person, with a letter on its way that lets them choose a password."""
        if from_stdin:
            raise CommandError("Either a password is given or they are invited to choose one: leave out --password-stdin or --invite.")
        with transaction.atomic():
            return [invite(person.email, person.name, publisher, role, None) for publisher in publishers][-1].user

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
