// The dialogs: a link by search or by address, a table, what letters stand for, the language of words.
// One of each serves every text of a form; they stand outside the form, so that Enter in one saves nothing.
import { commands, insertTable, quotationAt, setSpeaker, tableAt } from "./commands.js";
import { settled } from "./addresses.js";

const PAUSE = 250;

/** Opens dialogs for the editors of a page; made from the template of the first of them. */
export class Dialogs {
    constructor(parts, says, search, form) {
        this.says = says;
        this.search = search;
        this.form = form;
        this.sites = [];
        this.named = {};
        for (const dialog of parts) {
            document.body.append(dialog);
            this.named[dialog.dataset.dialog] = dialog;
            dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
            dialog.addEventListener("close", () => this.editor.view.focus());
        }
        this.link = new LinkSearch(this);
        this.ask("").catch(() => {});
    }

    /** Pages of ours for some words; also learns how the addresses of our sites begin. */
    async ask(words, signal) {
        const query = new URLSearchParams({ q: words, publisher: this.publisher() });
        const answer = await fetch(`${this.search}?${query}`, { signal, headers: { Accept: "application/json" } });
        // A session that has ended answers with the sign-in page, or with a refusal.
        if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("signed-out");
        const { pages, sites } = await answer.json();
        this.sites = sites;
        return pages;
    }

    /** The number of the publisher whose site the text is for; none for what several sites show. */
    publisher() {
        const { shared, publisher } = this.form?.dataset ?? {};
        return shared === undefined ? this.form?.elements.publisher?.value ?? publisher ?? "" : "";
    }

    /** The address as it is kept: a page of the site that the text is for is written without the site. */
    settled(typed) {
        const address = settled(typed, this.sites);
        const own = this.sites.find((site) => site.number === this.publisher());
        if (own && address.href) address.href = address.href.replace(`site:${own.slug}/`, "site:/");
        return address;
    }

    open(name, editor, values, done, removed) {
        const dialog = this.named[name];
        const form = dialog.querySelector("form");
        const problem = dialog.querySelector("[data-problem]");
        this.editor = editor;
        form.reset();
        problem.hidden = true;
        for (const [key, value] of Object.entries(values)) if (value !== undefined) form.elements[key].value = value;
        const remove = dialog.querySelector("[data-remove]");
        if (remove) {
            remove.hidden = !removed;
            remove.onclick = () => (removed(), dialog.close());
        }
        form.onsubmit = (event) => {
            event.preventDefault();
            const answer = done(form.elements);
            if (!answer) {
                dialog.close();
                // At once: what is typed before the browser says that the dialog has closed would go astray.
                editor.view.focus();
                return;
            }
            problem.textContent = this.says(answer.problem);
            problem.hidden = false;
            form.elements[answer.field].focus();
        };
        dialog.showModal();
    }

    openLink(editor) {
        const active = editor.isActive("link");
        if (active) editor.chain().extendMarkRange("link").run();
        const { from, to } = editor.state.selection;
        const words = editor.state.doc.textBetween(from, to, " ");
        this.link.reset();
        this.open("link", editor, { address: editor.getAttributes("link").href, words }, (fields) => {
            const address = this.settled(fields.address.value);
            if (address.problem) return { problem: address.problem, field: "address" };
            const seen = fields.words.value.trim();
            if (!seen) return { problem: "no-words", field: "words" };
            const mark = { type: "link", attrs: { ...editor.getAttributes("link"), href: address.href } };
            if (seen === words.trim()) editor.chain().setTextSelection({ from, to }).setMark("link", mark.attrs).run();
            else editor.chain().insertContentAt({ from, to }, { type: "text", text: seen, marks: [mark] }).run();
            editor.chain().setTextSelection(editor.state.selection.to).unsetMark("link").run();
            return null;
        }, active && (() => editor.chain().unsetMark("link").run()));
    }

    openTable(editor) {
        this.open("table", editor, {}, (fields) => {
            const caption = fields.caption.value.trim();
            if (!caption) return { problem: "caption", field: "caption" };
            const within = (field) => Math.min(Number(field.max), Math.max(Number(field.min), Math.round(Number(field.value)) || 2));
            insertTable(editor, { caption, rows: within(fields.rows), columns: within(fields.columns) });
            return null;
        });
    }

    /** Whoever has marked words as a quotation is asked at once whose they are. */
    quote(editor) {
        commands.quote.run(editor);
        const quotation = quotationAt(editor.state);
        if (quotation?.node.textContent.trim() && !quotation.speaker) this.openSpeaker(editor);
    }

    openSpeaker(editor) {
        const { speaker } = quotationAt(editor.state);
        const [name, ...role] = (speaker?.textContent ?? "").split(", ");
        this.open("speaker", editor, { speaker: name, role: role.join(", ") }, (fields) => {
            const said = [fields.speaker.value, fields.role.value].map((one) => one.trim());
            if (!said[0]) return { problem: "no-speaker", field: "speaker" };
            setSpeaker(editor, said.filter(Boolean).join(", "));
            return null;
        }, speaker && (() => setSpeaker(editor, "")));
    }

    /** A mark with one attribute, over the words that are selected or that carry it already. */
    openMark(name, attribute, editor) {
        const active = editor.isActive(name);
        if (active) editor.chain().extendMarkRange(name).run();
        const { from, to } = editor.state.selection;
        const known = editor.getAttributes(name)[attribute];
        const field = this.named[name].querySelector(`[name=${attribute}]`);
        if (known && field.localName === "select" && ![...field.options].some((one) => one.value === known)) field.add(new Option(known, known));
        this.open(name, editor, { [attribute]: known }, (fields) => {
            const value = fields[attribute].value.trim();
            if (!value) return { problem: "no-words", field: attribute };
            editor.chain().setTextSelection({ from, to }).unsetMark(name).setMark(name, { [attribute]: value }).setTextSelection(to).run();
            return null;
        }, active && (() => editor.chain().setTextSelection({ from, to }).unsetMark(name).run()));
    }

    /** name: what a button opens, and when it can. */
    commands() {
        const marked = (name) => ({
            pressed: (editor) => editor.isActive(name),
            possible: (editor) => !editor.state.selection.empty || editor.isActive(name),
        });
        return {
            quote: { ...commands.quote, run: (editor) => this.quote(editor) },
            speaker: {
                run: (editor) => this.openSpeaker(editor),
                pressed: (editor) => Boolean(quotationAt(editor.state)?.speaker),
                possible: (editor) => Boolean(quotationAt(editor.state)),
            },
            link: { run: (editor) => this.openLink(editor), pressed: (editor) => editor.isActive("link") },
            table: { run: (editor) => this.openTable(editor), possible: (editor) => !tableAt(editor.state) && !editor.isActive("listItem") },
            abbreviation: { run: (editor) => this.openMark("abbreviation", "title", editor), ...marked("abbreviation") },
            language: { run: (editor) => this.openMark("language", "lang", editor), ...marked("language") },
        };
    }
}

/** The search of the link dialog: asks after a pause in typing, and shows each page as a button that chooses it. */
class LinkSearch {
    constructor(dialogs) {
        const dialog = dialogs.named.link;
        Object.assign(this, { dialogs, status: dialog.querySelector("[data-found]"), list: dialog.querySelector("[data-pages]"), form: dialog.querySelector("form") });
        const { query } = this.form.elements;
        query.addEventListener("input", () => {
            clearTimeout(this.waiting);
            this.waiting = setTimeout(() => this.look(query.value), PAUSE);
        });
        // Enter in the search looks for pages; it does not set a link that nobody has chosen.
        query.addEventListener("keydown", (event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            clearTimeout(this.waiting);
            this.look(query.value);
        });
    }

    reset() {
        this.asked?.abort();
        this.show("", []);
    }

    show(sentence, pages) {
        this.status.textContent = sentence;
        this.list.replaceChildren(...pages.map((page) => this.entry(page)));
    }

    async look(words) {
        this.asked?.abort();
        this.asked = new AbortController();
        if (!words.trim()) return this.show("", []);
        this.status.textContent = this.dialogs.says("searching");
        try {
            const pages = await this.dialogs.ask(words, this.asked.signal);
            const sentence = { 0: "found-none", 1: "found-one" }[pages.length] ?? "found";
            this.show(this.dialogs.says(sentence).replace("%s", pages.length), pages);
        } catch (error) {
            if (error.name !== "AbortError") this.show(this.dialogs.says(error.message === "signed-out" ? "signed-out" : "no-connection"), []);
        }
    }

    entry(page) {
        const item = document.createElement("li");
        const button = document.createElement("button");
        const small = document.createElement("small");
        button.type = "button";
        button.append(page.title, small);
        small.textContent = `${page.kind} – ${page.site}`;
        button.addEventListener("click", () => {
            const { address, words } = this.form.elements;
            address.value = page.address;
            words.value ||= page.title;
            for (const one of this.list.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
            this.form.querySelector("[type=submit]").focus();
        });
        item.append(button);
        return item;
    }
}
