// Comfort for the forms of the desk; everything works without it. What was typed is kept on the server
// every few seconds, leaving with unsaved text is asked about, a second press on save does nothing,
// and a summary says how long it is. All words come from the page.
const EVERY = 5000;
// Browsers refuse more than 64 kB on the way out.
const LAST_WORDS = 60000;
const ANSWER_LOST = 10000;

/** The fields of a form as they would be sent, files left out. */
const fieldsOf = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();

const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

const watch = (form) => {
  const line = form.querySelector("[data-keeping]");
  const words = line?.dataset ?? {};
  let saved = "unsaved" in form.dataset ? null : fieldsOf(form);
  let kept = saved;
  let timer = 0;
  let sending = false;
  let busy = false;

  const say = (text, lost = false) => {
    if (!line || (line.textContent === text && !line.hidden)) return;
    line.hidden = false;
    line.textContent = text;
    line.classList.toggle("desk-kept--lost", lost);
  };

  /** Tells what came of keeping; returns whether the text is safe. */
  const heard = async (answer) => {
    const told = [401, 409].includes(answer.status) ? await answer.json().catch(() => ({})) : {};
    if (answer.status === 409) say(told.latest || words.newer);
    // A redirect or a refusal: the session has ended. The form's pass may have kept the text all the same.
    else if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) say(told.kept ? words.keptSignedOut : words.signedOut, true);
    else if (answer.status === 413) say(words.tooLong, true);
    else say(answer.ok ? `${words.kept} ${clock()}` : words.noConnection, !answer.ok);
    return answer.ok || answer.status === 409 || Boolean(told.kept);
  };

  const keep = async (leaving = false) => {
    clearTimeout(timer);
    timer = 0;
    const now = fieldsOf(form);
    if (!form.dataset.keep || sending || busy || now === kept || now === saved) return;
    if (leaving && now.length > LAST_WORDS) return;
    busy = true;
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST",
        body: now,
        headers: { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Requested-With": "fetch" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
      });
      if (await heard(answer)) kept = now;
    } catch {
      say(words.noConnection, true);
    }
    busy = false;
    // What changed meanwhile, or could not be kept, is tried again.
    if (fieldsOf(form) !== kept) timer ||= setTimeout(keep, EVERY);
  };

  const changed = () => {
    if (fieldsOf(form) === saved) return;
    if (line?.hidden) say(words.changed);
    timer ||= setTimeout(keep, EVERY);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);

  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
  addEventListener("pagehide", () => keep(true));
  addEventListener("beforeunload", (event) => {
    if (!sending && fieldsOf(form) !== saved) event.preventDefault();
  });

  const buttons = () => form.querySelectorAll("button[type=submit], input[type=submit]");
  const release = () => {
    sending = false;
    for (const one of buttons()) one.removeAttribute("aria-disabled");
  };
  form.addEventListener("submit", (event) => {
    if (sending) return event.preventDefault();
    sending = true;
    // Marked, not disabled: a disabled button would not be sent along.
    for (const one of buttons()) one.setAttribute("aria-disabled", "true");
    setTimeout(release, ANSWER_LOST);
  });
  // Back from the next page, with the form as it was left.
  addEventListener("pageshow", (event) => event.persisted && release());
};

const count = (field, words) => {
  const most = Number(field.getAttribute("maxlength")) || 0;
  const advised = Number(field.dataset.wordCount) || 0;
  const seen = document.createElement("p");
  const spoken = document.createElement("p");
  seen.className = "desk-count";
  seen.ariaHidden = "true";
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  field.after(seen, spoken);
  let timer = 0;
  const tell = () => {
    const number = field.value.trim() ? field.value.trim().split(/\s+/).length : 0;
    const left = most ? `, ${most - field.value.length} ${words.left}` : "";
    seen.textContent = `${number}${advised ? ` / ${advised}` : ""} ${number === 1 && !advised ? words.word : words.words}${left}`;
    seen.classList.toggle("desk-count--over", Boolean((advised && number > advised) || (most && field.value.length > most)));
  };
  field.addEventListener("input", () => {
    tell();
    clearTimeout(timer);
    // Spoken once the typing pauses, so that it does not talk over it.
    timer = setTimeout(() => (spoken.textContent = seen.textContent), 1200);
  });
  tell();
};

const address = (field, shown) => {
  const tell = () => (shown.textContent = shown.dataset.address.replace("0-0-0", field.value.replace(/^\/+|\/+$/g, "") || "…"));
  field.addEventListener("input", tell);
  // A slug made from the headline comes by script, and tells nobody.
  field.form.addEventListener("input", () => setTimeout(tell));
  tell();
};

for (const form of document.querySelectorAll("form[data-desk-form]")) {
  watch(form);
  for (const shown of form.querySelectorAll("[data-address]")) {
    const field = shown.closest(".desk-field")?.querySelector("input");
    if (field) address(field, shown);
  }
  const words = form.querySelector("[data-keeping]")?.dataset;
  for (const field of words ? form.querySelectorAll("[data-word-count], textarea[maxlength]") : []) count(field, words);
}
