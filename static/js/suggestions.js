// Suggestions while somebody types into a search: a combobox with a list of pages, as the ARIA Authoring
// Practices have it. The form works without: Enter searches. Words come from the field's data attributes.
// comfort.js fetches this when somebody goes into such a field, and not before.
const PAUSE = 150;
const SHORTEST = 3;
let number = 0;

const make = (name, properties, attributes = {}) => {
  const element = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

export const enhance = (input) => {
  const id = `suggestions-${number++}`;
  const list = make("ul", { className: "suggestions", id, hidden: true }, { role: "listbox", "aria-label": input.dataset.label });
  const status = make("p", { className: "visually-hidden" }, { role: "status" });
  let at = -1;
  let timer = 0;
  let asked = 0;

  const options = () => [...list.children];

  const mark = (now) => {
    at = now;
    options().forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };

  const close = () => {
    clearTimeout(timer);
    asked++;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const show = (found) => {
    list.replaceChildren(...found.map((one, place) => {
      const option = make("li", { id: `${id}-${place}` }, { role: "option", "aria-selected": "false" });
      option.append(make("span", { textContent: one.title }), make("small", { textContent: `${one.kind}, ${one.site}` }));
      option.dataset.address = one.address;
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? `${found.length} ${input.dataset.found}` : "";
    mark(-1);
  };

  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams(new FormData(input.form))}`, { credentials: "omit" });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (mine === asked && document.activeElement === input) show(suggestions);
    } catch {
      // Offline or slow: the form is still there.
    }
  };

  input.type = "text";
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, enterkeyhint: "search" })) input.setAttribute(key, value);
  input.after(list, status);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (step && !list.hidden) {
      event.preventDefault();
      const count = list.children.length + 1;
      mark(((at + 1 + step + count) % count) - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.assign(list.children[at].dataset.address);
    }
  });
  input.addEventListener("blur", close);
  // Pressing must not take the focus from the field, or the list would be gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
};
