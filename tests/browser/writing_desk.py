"""A writer's screen in a real browser: the form of a page with its rich texts, and what a test does to them."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from ..desk import OnSite, browser_sign_in, on_site

BRING = """() => document.addEventListener("copy", (event) => {
    if (window.brought === undefined) return;
    for (const [kind, words] of Object.entries(window.brought)) event.clipboardData.setData(kind, words);
    event.preventDefault();
    event.stopImmediatePropagation();
    window.brought = undefined;
}, true)"""


@dataclass
class Written:
    """One rich text of the form: the editor, and the field that is sent."""

    page: Page
    root: Locator

    @property
    def text(self) -> Locator:
        return self.root.locator(".writing__text")

    @property
    def stored(self) -> str:
        """What the form would send."""
        return self.root.locator("textarea").evaluate("field => field.value")

    @property
    def said(self) -> str:
        return self.root.locator("[data-part=says]").inner_text()

    def sentence(self, name: str) -> str:
        """The words of a sentence the editor can say, by the name the script knows it by."""
        return self.root.evaluate("(root, name) => root.querySelector('template').content.querySelector(`[data-says='${name}']`).textContent", name)

    def do(self, name: str) -> None:
        """Press a button of the toolbars."""
        self.root.locator(f"button[data-do={name}]").click()

    def is_pressed(self, name: str) -> bool:
        return self.root.locator(f"button[data-do={name}]").get_attribute("aria-pressed") == "true"

    def at(self, place: str | Locator) -> None:
        """Put the cursor somewhere in the text, and go on when the editor knows, which the browser tells it in its own time."""
        (self.text.locator(place).first if isinstance(place, str) else place).click()
        self.root.evaluate("root => root.writing.editor.view.domObserver.flush()")

    def clear(self) -> None:
        self.text.focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")

    def type(self, *keys: str) -> None:
        """Type words; what stands in angle brackets is a key."""
        for one in keys:
            if one.startswith("<"):
                self.page.keyboard.press(one.strip("<>"))
            else:
                self.page.keyboard.type(one)

    def holds(self, html: str) -> None:
        """Put a text into the field as a kept draft is put back."""
        self.root.locator("textarea").evaluate("(field, html) => { field.value = html; field.dispatchEvent(new Event('change', {bubbles: true})); }", html)

    def paste(self, html: str, plain: str = "words") -> None:
        """Paste with the keyboard, in place of all there is, what a program has put on the clipboard."""
        self.clear()
        self.page.evaluate("brought => { window.brought = brought }", {"text/html": html, "text/plain": plain})
        self.page.keyboard.press("Control+C")
        self.page.keyboard.press("Control+V")
        # What the editor says of a paste follows it by a moment.
        self.page.evaluate("() => new Promise(resolve => setTimeout(resolve))")


def open_form(page: Page, site, who: OnSite, path: str = "/admin/collaboration/page/add/") -> Written:
    """The first rich text of a form, with the editor ready."""
    browser_sign_in(page, site, who)
    page.goto(site + path)
    page.wait_for_selector(".writing--ready")
    page.wait_for_load_state("networkidle")
    page.evaluate(BRING)
    return Written(page, page.locator("[data-writing]").first)


def stored_texts(site) -> dict[str, str]:
    """Every rich text of a running site, by kind, number and field."""
    return on_site(site, "stored_texts_here", module=__name__)


def stored_texts_here() -> dict[str, str]:
    """Run on the site: all its rich texts."""
    from django.apps import apps

    from collaboration.prose import ProseField

    found = {}
    for model in apps.get_app_config("collaboration").get_models():
        for field in (one for one in model._meta.fields if isinstance(one, ProseField)):
            rows = model._base_manager.exclude(**{field.name: ""}).values_list("pk", field.name)
            found |= {f"{model.__name__} {number} {field.name}": text for number, text in rows}
    return found
