// Choosing from a long list by typing: a combobox with a list of options, as the ARIA Authoring Practices
// have it, in the place of a <select>. The <select> stays in the form and holds what is chosen; without
// script it is the field. Words come from its data attributes.
const LISTED = 50;
const PAUSE = 200;
let number = 0;

const make = (name, properties = {}, attributes = {}) => {
  const element = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const choose = (select) => {
  const words = select.dataset;
  const id = select.id;
  const list = make("ul", { className: "chooser__list", id: `chooser-${number++}`, hidden: true }, { role: "listbox" });
  const input = make("input", { type: "text", id, autocomplete: "off", placeholder: words.hint }, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
  const chosen = make("ul", { className: "chooser__chosen" });
  const status = make("p", { className: "visually-hidden" }, { role: "status" });
  const box = make("div", { className: "chooser" });
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  let at = -1;
  let timer = 0;
  let asked = 0;

  for (const name of ["aria-describedby", "aria-invalid", "required"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  if (label) {
    label.id ||= `${list.id}-label`;
    list.setAttribute("aria-labelledby", label.id);
    chosen.setAttribute("aria-labelledby", label.id);
  }
  select.id = `${id}_select`;
  select.hidden = true;
  select.required = false;

  const options = () => [...select.options].filter((one) => one.value);
  const told = () => select.dispatchEvent(new Event("change", { bubbles: true }));

  const show = () => {
    const now = options().filter((one) => one.selected);
    chosen.replaceChildren(...now.map((one) => {
      const item = make("li", { className: "chooser__one", textContent: one.text });
      const button = make("button", { type: "button", className: "chooser__remove", textContent: "×" }, { "aria-label": `${words.remove}: ${one.text}` });
      button.addEventListener("click", () => {
        one.selected = false;
        show();
        told();
        input.focus();
      });
      item.append(button);
      return item;
    }));
    chosen.hidden = !now.length;
  };

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const point = (to) => {
    const entries = list.querySelectorAll("[role=option]");
    if (!entries.length) return;
    at = (to + entries.length) % entries.length;
    entries.forEach((one, place) => one.setAttribute("aria-selected", place === at));
    entries[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", entries[at].id);
  };

  const take = ({ value, text }) => {
    let option = options().find((one) => one.value === value);
    if (!option) select.append((option = new Option(text, value)));
    if (!select.multiple) for (const other of options()) other.selected = false;
    option.selected = true;
    input.value = "";
    close();
    show();
    told();
    status.textContent = `${text}: ${words.chosen}`;
  };

  const offer = (found) => {
    at = -1;
    input.removeAttribute("aria-activedescendant");
    const free = found.filter(({ value }) => !options().some((one) => one.selected && one.value === value)).slice(0, LISTED);
    list.replaceChildren(...free.map((one, place) => {
      const entry = make("li", { className: "chooser__option", id: `${list.id}-${place}`, textContent: one.text }, { role: "option", "aria-selected": "false" });
      entry.addEventListener("click", () => take(one));
      return entry;
    }));
    list.hidden = !free.length;
    input.setAttribute("aria-expanded", String(free.length > 0));
    status.textContent = free.length ? `${free.length} ${words.found}` : words.none;
  };

  const search = async () => {
    const wanted = plain(input.value.trim());
    const mine = ++asked;
    if (!words.search) return offer(options().filter((one) => plain(one.text).includes(wanted)).map(({ value, text }) => ({ value, text })));
    try {
      const answer = await fetch(`${words.search}&term=${encodeURIComponent(input.value.trim())}`, { credentials: "same-origin" });
      const { results } = await answer.json();
      if (mine === asked) offer(results.map((one) => ({ value: String(one.id), text: one.text })));
    } catch {
      if (mine === asked) offer([]);
    }
  };

  input.addEventListener("input", (event) => {
    // What is typed here is no text of the form: only a choice changes it.
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(search, words.search ? PAUSE : 0);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("click", () => list.hidden && search());
  input.addEventListener("blur", close);
  // The list keeps the focus in the field while it is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) await search();
      point(event.key === "ArrowDown" ? at + 1 : Math.max(at, 0) - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      list.querySelectorAll("[role=option]")[at]?.click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });

  select.before(box);
  box.append(chosen, input, list, status, select);
  show();
};

for (const select of document.querySelectorAll("select[data-chooser]")) choose(select);
