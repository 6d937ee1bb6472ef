// Buttons that copy: an address that stands beside them, or a text that is fetched from where a link leads.
// They are hidden until this runs, and stay so where the browser lets no page copy; the words and the link are there for everybody.
const fetched = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return new Blob([await answer.text()], { type: "text/plain" });
};

const copy = (button) => {
  const place = button.parentElement;
  if (button.dataset.copies === "address") return navigator.clipboard.writeText(place.querySelector("[data-copied]").textContent);
  // The promise is handed over at once: some browsers forget the click while a page waits for the network.
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": fetched(place.querySelector("a").href) })]);
};

for (const button of navigator.clipboard && window.ClipboardItem ? document.querySelectorAll("[data-copies]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.parentElement.querySelector("[role=status]");
    said.textContent = "";
    try {
      await copy(button);
      said.textContent = said.dataset.done;
    } catch {
      said.textContent = said.dataset.failed;
    }
  });
}
