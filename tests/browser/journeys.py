"""People at the desk as a journey has them: each with a browser, a letter box, a password and a telephone of their own.

They find what they use as people do, by its label, its heading or the words on a button.
"""

import re
import subprocess
import sys
from email import message_from_bytes, policy

from playwright.sync_api import expect

from ..desk import OnSite, browser_sign_in, code_now
from ..ground.processes import ROOT, environment

PASSWORD = "four walnuts under Ladybower bridge"
# What Chromium writes when a form comes back with a refusal, or a page is gone on purpose: the journey looks at those itself.
ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


class Somebody:
    """One person, with a browser that nobody else uses; `troubles` is what went wrong in it."""

    def __init__(self, chromium, site, name: str, role: str = ""):
        self.site, self.name = site, name
        self.email = f"{name.lower().replace(' ', '.')}@example.org"
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=str(site))
        self.context.set_default_timeout(20_000)
        self.troubles: list[str] = []
        self.password, self.secret, self.codes_used = PASSWORD, "", 0
        self.page = self.tab()

    def tab(self):
        """One more tab of this person's browser, watched for errors."""
        page = self.context.new_page()
        page.on("console", lambda message: self.note(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("response", lambda answer: self.note(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
        return page

    def note(self, trouble: str) -> None:
        if not ANSWERED.search(trouble):
            self.troubles.append(trouble)

    # Looking and pressing

    def comes_to(self, address: str) -> None:
        """Waits until the address ends so."""
        expect(self.page).to_have_url(re.compile(f"{re.escape(address)}$"))

    def goes_to(self, path: str) -> int:
        """Opens an address as it is now, which a browser may have kept for a minute; the status of the answer."""
        tools = self.context.new_cdp_session(self.page)
        tools.send("Network.enable")
        tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        status = self.page.goto(path).status
        tools.detach()
        return status

    def follows(self, name: str) -> None:
        """Presses the first link with these words."""
        self.page.get_by_role("link", name=name).first.click()

    def adds(self, kind: str) -> None:
        """Goes to the desk and presses “Add” beside a kind of record."""
        self.goes_to("/admin/")
        self.page.get_by_role("main").get_by_role("link", name=re.compile(rf"Add ?: {kind}")).click()

    def opens_list(self, kind: str) -> None:
        """Presses a kind of record in the menu of the desk."""
        self.goes_to("/admin/")
        self.page.get_by_role("navigation", name="Desk menu").get_by_role("link", name=kind, exact=True).click()
        self.page.get_by_role("heading", name=kind, level=1).wait_for()

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def types(self, fields: dict[str, str]) -> None:
        """Fills in fields by their labels."""
        for label, words in fields.items():
            self.field(label).fill(words)

    def field(self, label: str):
        """The field with this label, whatever its capitals."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(required\))?:?\s*$", re.IGNORECASE)).locator("visible=true").first

    def chooses(self, label: str, option: str) -> None:
        """Takes from a list the first option with these words."""
        field = self.field(label)
        field.select_option(label=field.locator("option", has_text=option).first.inner_text())

    def picks(self, label: str, typed: str) -> str:
        """Chooses by typing; the words of what was taken."""
        box = self.page.get_by_role("combobox", name=label)
        box.press_sequentially(typed)
        option = self.page.get_by_role("listbox", name=label).get_by_role("option", name=re.compile(re.escape(typed), re.IGNORECASE)).first
        words = option.inner_text()
        box.press("ArrowDown")
        box.press("Enter")
        return words

    def text(self, label: str):
        """A rich text, by its label: the part of the page with its toolbar, once that is there."""
        found = self.page.locator("[data-writing]").filter(has=self.page.get_by_role("textbox", name=label))
        found.get_by_role("toolbar").first.wait_for()
        return found

    def writes(self, label: str, *keys: str) -> None:
        """Types at the end of a rich text; what stands in angle brackets is a key, in braces a button of the toolbar."""
        self.text(label).get_by_role("textbox").click()
        self.keys("<Control+End>")
        for one in keys:
            if one.startswith("{"):
                self.text(label).get_by_role("button", name=one.strip("{}"), exact=True).first.click()
            else:
                self.keys(one)

    def reads_in(self, label: str, words: str) -> None:
        """Waits until these words are in a rich text."""
        self.text(label).get_by_role("textbox").get_by_text(words).wait_for()

    def links(self, words: str, to: str = "", search: str = "") -> None:
        """Fills in the dialog for a link, which is open: the page of ours that a search finds first, an address, or new words alone."""
        dialog = self.page.get_by_role("dialog", name="Link")
        if search:
            # In one go: what the first letters find would be replaced under the hand that presses it.
            dialog.get_by_label("Search our own pages").fill(search)
            dialog.get_by_role("listitem").get_by_role("button").first.click()
        elif to:
            dialog.get_by_label("Or give an address").fill(to)
        dialog.get_by_label("Words that readers see").fill(words)
        dialog.get_by_role("button", name="Set the link").click()

    def keys(self, *keys: str) -> None:
        """Types words; what stands in angle brackets is a key."""
        for one in keys:
            if one.startswith("<"):
                self.page.keyboard.press(one.strip("<>"))
            else:
                self.page.keyboard.type(one)

    def reads(self, words: str) -> None:
        """Waits until these words are on the page to be seen."""
        self.page.get_by_text(words).locator("visible=true").first.wait_for()

    def sees(self, words: str) -> bool:
        """Whether these words are on the page now."""
        return self.page.get_by_text(words).locator("visible=true").count() > 0

    @property
    def said(self) -> str:
        """What the desk said at the top of the page of the last thing done."""
        return self.page.locator(".messagelist").inner_text()

    # Letters

    def letter(self, box, subject: str) -> str:
        """The text of the newest letter to this person with these words in its subject."""
        ours = [message_from_bytes(one.content, policy=policy.default) for one in box.received if self.email in one.rcpt_tos]
        found = [one.get_content() for one in ours if subject in one["Subject"]]
        assert found, [one["Subject"] for one in ours]
        return found[-1]

    def follows_letter(self, box, subject: str) -> None:
        """Opens the first address in a letter."""
        self.page.goto(re.search(r"https?://\S+", self.letter(box, subject)).group())

    # Coming in

    def becomes(self, who: OnSite) -> None:
        """Takes the place of somebody who has signed in already."""
        self.email, self.password, self.secret = who.email, who.password, who.secret
        browser_sign_in(self.page, self.site, who)

    def gives_password(self) -> None:
        self.types({"E-mail address": self.email, "Password": self.password})
        self.presses("Go on")

    def code(self) -> str:
        """What the telephone shows now, or next: a code opens one door once."""
        self.codes_used += 1
        return code_now(self.secret, later=(self.codes_used - 1) % 2)

    def gives_code(self) -> None:
        self.types({"Code": self.code()})
        self.presses("Sign in")

    def sets_up_app(self) -> list[str]:
        """Sets up the second factor from the page that asks for it; the recovery codes."""
        self.follows("Use an app")
        self.page.get_by_text("No camera?").click()
        self.secret = self.page.locator("details code").inner_text()
        self.types({"Code": self.code()})
        self.presses("Finish")
        expect(self.page.locator("main li code")).not_to_have_count(0)
        codes = self.page.locator("main li code").all_inner_texts()
        self.follows("go to the desk")
        self.page.wait_for_url("**/admin/")
        return codes

    def signs_out(self) -> None:
        self.presses("Sign out")
        self.page.wait_for_url("**/admin/account/sign-in/**")

    def signs_in(self) -> None:
        self.goes_to("/admin/")
        self.gives_password()
        self.gives_code()
        self.page.wait_for_url("**/admin/")


def made_by_command(site, who: Somebody) -> str:
    """What `manage.py create_editor` says when it has made this person a programme administrator."""
    command = [sys.executable, "manage.py", "create_editor", who.email, "--name", who.name, "--password-stdin"]
    done = subprocess.run(command, cwd=ROOT, env=environment(site.var), input=PASSWORD + "\n", capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
