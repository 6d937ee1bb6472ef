// Comfort for the main menu and the search; everything works without it. An open submenu closes with Escape, which
// gives the focus back to its heading, and when the reader goes elsewhere by mouse or keyboard.
const OPEN = "details.menu__group[open]";
const wide = matchMedia("(min-width: 56em)");

const closeThoseWithout = (target) => {
  for (const group of document.querySelectorAll(OPEN)) {
    if (!group.contains(target)) group.open = false;
  }
};

document.addEventListener("keydown", (event) => {
  const group = event.key === "Escape" && wide.matches && document.querySelector(OPEN);
  if (!group) return;
  if (group.contains(document.activeElement)) group.querySelector("summary").focus();
  group.open = false;
});

// On a phone the menu covers the page and what is open in it stays open.
for (const leaving of ["focusin", "pointerdown"]) {
  document.addEventListener(leaving, (event) => wide.matches && closeThoseWithout(event.target));
}

// Suggestions are fetched by whoever goes into a search field, so that no other page has to carry them.
document.addEventListener("focusin", async ({ target }) => {
  const { script } = target.dataset ?? {};
  if (!script) return;
  delete target.dataset.script;
  (await import(script)).enhance(target);
  // What was typed while it was fetched counts too.
  if (target.value !== target.defaultValue) target.dispatchEvent(new Event("input"));
});
