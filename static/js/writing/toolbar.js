// A toolbar as screen readers and keyboards know it: one stop for Tab, arrows within, pressed and disabled shown.

/** Buttons with `data-do`, wired to commands of that name for one editor. */
export class Toolbar {
    constructor(element, commands, editor) {
        Object.assign(this, { element, commands, editor, buttons: [...element.querySelectorAll("button[data-do]")] });
        this.kind = element.querySelector("select[data-do=kind]");
        // The place in the text is kept: a click on a button does not take the focus from it.
        element.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
        element.addEventListener("click", (event) => this.press(event.target.closest("button[data-do]")));
        element.addEventListener("keydown", (event) => this.move(event));
        element.addEventListener("focusin", (event) => this.rest(event.target.closest("button[data-do]")));
        this.kind?.addEventListener("change", () => this.turn(this.kind.value));
        this.rest(this.buttons[0]);
    }

    press(button) {
        if (button && button.getAttribute("aria-disabled") !== "true") this.commands[button.dataset.do]?.run(this.editor);
    }

    turn(kind) {
        const chain = this.editor.chain().focus();
        (kind === "paragraph" ? chain.setNode("paragraph") : chain.setNode("heading", { level: Number(kind) })).run();
        this.refresh();
    }

    move(event) {
        if (event.key === "Escape") return this.editor.view.focus();
        if (event.target === this.kind) return undefined;
        const at = this.buttons.indexOf(event.target);
        const last = this.buttons.length - 1;
        const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
        if (to === undefined) return undefined;
        event.preventDefault();
        return this.buttons[to].focus();
    }

    rest(button) {
        if (!button) return;
        for (const one of this.buttons) one.tabIndex = one === button ? 0 : -1;
    }

    /** Show what holds where the cursor is. What cannot be done stays reachable, and says that it cannot. */
    refresh() {
        for (const button of this.buttons) {
            const { pressed, possible } = this.commands[button.dataset.do] ?? {};
            if (pressed) button.setAttribute("aria-pressed", String(pressed(this.editor)));
            if (possible) button.setAttribute("aria-disabled", String(!possible(this.editor)));
        }
        if (!this.kind) return;
        const level = this.editor.getAttributes("heading").level;
        this.kind.value = this.editor.isActive("heading") ? String(level) : "paragraph";
        this.kind.disabled = ["listItem", "grid", "caption", "definitions"].some((name) => this.editor.isActive(name));
    }
}
