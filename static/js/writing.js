// The rich-text editor of the desk: turns each textarea with `data-prose` into an editor of the marks a text
// of ours can have. The textarea stays the form's field: it always holds the text as it will be saved, and an
// `input` event is sent from it at each change. A text the editor could not give back unchanged is not opened:
// its source is shown instead.
import { Editor, pm } from "../django_prose_editor/editor.js";
import { commands } from "./writing/commands.js";
import { Dialogs } from "./writing/dialogs.js";
import { TOKEN, extensions } from "./writing/marks.js";
import { cleanedPaste } from "./writing/pasting.js";
import { isSame, opened, written } from "./writing/text.js";
import { Toolbar } from "./writing/toolbar.js";

let dialogs;

class Writing {
    constructor(root) {
        this.root = root;
        this.textarea = root.querySelector("textarea");
        this.status = root.querySelector("[data-part=says]");
        const parts = root.querySelector("template").content.cloneNode(true);
        const sentences = parts.querySelector("[data-part=sentences]");
        this.says = (name) => sentences.querySelector(`[data-says="${name}"]`)?.textContent ?? "";
        dialogs ??= new Dialogs(parts.querySelectorAll("dialog"), this.says, root.dataset.search, this.textarea.form);
        const [bar, tools] = parts.querySelectorAll("[role=toolbar]");
        this.place = document.createElement("div");
        this.count = document.createElement("p");
        this.count.className = "writing__count";
        const bars = document.createElement("div");
        bars.className = "writing__bars";
        bars.append(bar, tools);
        this.textarea.before(bars, this.place);
        this.textarea.after(this.count);
        this.editor = this.edit();
        const all = { ...commands, ...dialogs.commands(), source: { run: () => this.turn(), pressed: () => this.inSource } };
        this.tools = tools;
        this.bars = [new Toolbar(bar, all, this.editor), new Toolbar(tools, all, this.editor)];
        root.classList.add("writing--ready");
        // Whoever has begun to type before this script was there goes on typing.
        const begun = document.activeElement === this.textarea;
        this.open();
        if (begun) this.enter("end");
        this.beLedTo();
        this.textarea.addEventListener("input", (event) => event.isTrusted || this.follow());
        this.textarea.addEventListener("change", () => this.follow());
        addEventListener("pageshow", () => this.follow());
    }

    edit() {
        const editor = new Editor({
            element: this.place,
            extensions,
            injectCSS: false,
            enableInputRules: ["bulletList", "orderedList"],
            enablePasteRules: false,
            editorProps: {
                attributes: this.named(),
                transformPastedHTML: (html) => this.pasted(html),
                handlePaste: (_view, event) => this.refuseFiles(event.clipboardData),
                handleDrop: (_view, event) => this.refuseFiles(event.dataTransfer),
                handleKeyDown: (_view, event) => this.shortcut(event),
            },
        });
        editor.on("update", () => this.keep());
        editor.on("transaction", () => this.refresh());
        return editor;
    }

    enter(where) {
        if (this.inSource) return this.textarea.focus();
        this.editor.commands.focus(where);
        // At once: Tiptap waits for the next frame, and what is typed before that would go astray.
        return this.editor.view.focus();
    }

    // A link to the field, as a summary of errors and the checks have it, leads here: what it names is hidden.
    beLedTo() {
        const ours = `#${this.textarea.id}`;
        if (location.hash === ours) this.enter();
        document.addEventListener("click", (event) => {
            if (!event.target.closest?.(`a[href="${ours}"]`)) return;
            event.preventDefault();
            this.enter();
        });
    }

    // The words that name and explain the textarea do the same for the editor.
    named() {
        const label = document.querySelector(`label[for="${this.textarea.id}"]`);
        if (label) {
            label.id ||= `${this.textarea.id}_label`;
            label.addEventListener("click", () => this.inSource || this.editor.view.focus());
        }
        const names = { role: "textbox", "aria-multiline": "true", spellcheck: "true", class: "writing__text" };
        if (label) names["aria-labelledby"] = label.id;
        for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
            if (this.textarea.hasAttribute(name)) names[name] = this.textarea.getAttribute(name);
        }
        return names;
    }

    /** Show what the textarea holds: in the editor if that gives it back unchanged, else as its source. */
    open() {
        this.inSource = !this.load(this.textarea.value);
        if (this.inSource) this.say("unfaithful");
        this.show();
    }

    /** Take a text into the editor; answers whether what is in it now is that text. */
    load(html) {
        const { state, view, schema } = this.editor;
        this.quiet = true;
        // A state of its own: nobody can undo from this text into the one before it.
        view.updateState(pm.state.EditorState.create({ doc: opened(html, schema), plugins: state.plugins }));
        view.dispatch(view.state.tr.setMeta("addToHistory", false));
        this.quiet = false;
        this.stored = html;
        this.unchanged = written(this.editor.state.doc);
        return isSame(html, this.unchanged);
    }

    show() {
        this.textarea.hidden = !this.inSource;
        this.place.hidden = this.inSource;
        this.root.classList.toggle("writing--source", this.inSource);
        this.refresh();
        // Beside the source one button is left, and Tab has to come to it.
        this.bars[0].rest(this.bars[0].buttons.at(this.inSource ? -1 : 0));
    }

    turn() {
        if (this.inSource && !this.load(this.textarea.value)) return this.say("unfaithful");
        this.inSource = !this.inSource;
        this.say("");
        this.show();
        return (this.inSource ? this.textarea : this.editor.view).focus();
    }

    // As long as nothing is changed, or all changes are undone, what was stored stays to the letter.
    keep() {
        if (this.quiet) return;
        const html = written(this.editor.state.doc);
        const value = html === this.unchanged ? this.stored : html;
        if (value === this.textarea.value) return;
        this.textarea.value = value;
        this.seen = value;
        this.say("");
        this.quiet = true;
        this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
        this.quiet = false;
    }

    // Somebody else wrote into the textarea: a kept draft was brought back, or the browser's own memory.
    follow() {
        if (this.quiet || this.inSource || this.textarea.value === (this.seen ?? this.stored)) return;
        this.seen = this.textarea.value;
        this.open();
    }

    refresh() {
        if (!this.bars) return;
        for (const bar of this.bars) bar.refresh();
        for (const button of this.bars[0].buttons) button.disabled = this.inSource && button.dataset.do !== "source";
        this.bars[0].kind.disabled ||= this.inSource;
        this.tools.hidden = this.inSource || this.bars[1].commands["table-delete"].possible(this.editor) === false;
        const words = this.editor.state.doc.textBetween(0, this.editor.state.doc.content.size, " ").replace(TOKEN, " ").match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0;
        this.count.textContent = words === 1 ? this.says("one-word") : this.says("words").replace("%s", words);
        this.count.hidden = this.inSource;
    }

    say(name) {
        this.status.textContent = name && this.says(name);
    }

    pasted(html) {
        // What was copied here has our marks already.
        if (html.includes("data-pm-slice")) return html;
        const { html: clean, left } = cleanedPaste(html, (address) => dialogs.settled(address));
        // After the paste itself, which would take the sentence away.
        setTimeout(() => { this.status.textContent = [...left].map((one) => this.says(one)).join(" "); });
        return clean;
    }

    // Pictures and files: a screenshot pasted, a document dropped. Word brings a picture of its words along.
    refuseFiles(brought) {
        if (!brought?.files.length || brought.types.includes("text/html") || brought.types.includes("text/plain")) return false;
        this.say("only-words");
        return true;
    }

    shortcut(event) {
        const command = event.ctrlKey || event.metaKey;
        if (command && !event.altKey && event.key.toLowerCase() === "k") dialogs.openLink(this.editor);
        else if (event.altKey && event.key === "F10") this.bars[0].buttons.find((one) => one.tabIndex === 0).focus();
        else return false;
        event.preventDefault();
        return true;
    }
}

const begin = (within) => {
    for (const root of within.querySelectorAll("[data-writing]:not(.writing--ready)")) {
        // The admin keeps an empty form to copy; its copies come by the event below.
        if (!root.querySelector("textarea").id.includes("__prefix__")) root.writing = new Writing(root);
    }
};

begin(document);
document.addEventListener("formset:added", (event) => begin(event.target));

export { isSame, opened, written };
