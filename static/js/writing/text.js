// From the stored text to what the editor shows and back, and the judge of whether that is the same text.
import { getSchema, pm } from "../../django_prose_editor/editor.js";
import { extensions } from "./marks.js";

const { DOMParser: Reader, DOMSerializer: Writer } = pm.model;
export const schema = getSchema(extensions);

const BLOCKS = new Set("P H2 H3 H4 UL OL LI BLOCKQUOTE DL DT DD TABLE CAPTION THEAD TBODY TR TH TD HR FIGURE".split(" "));
const BROKEN_IN_LINES = "ul, ol, dl, table, thead:has(tr + tr), tbody, blockquote:has(> p, > ul, > ol)";
export const isBlock = (node) => BLOCKS.has(node.nodeName);
export const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;

/** Give every table the figure it stands in here. */
export function unfolded(body) {
    for (const table of body.querySelectorAll("table")) {
        const figure = body.ownerDocument.createElement("figure");
        figure.dataset.table = "";
        const caption = body.ownerDocument.createElement("figcaption");
        const old = table.querySelector(":scope > caption");
        if (old) caption.append(...old.childNodes);
        old?.remove();
        for (const row of table.querySelectorAll(":scope > thead > tr")) row.dataset.head = "";
        table.replaceWith(figure);
        figure.append(caption, table);
    }
    return body;
}

/** The text as an editor's own document; each editor has a schema of its own. */
export const opened = (html, within = schema) => Reader.fromSchema(within).parse(unfolded(parsed(html)));

/** The editor's document as it is stored. */
export function written(doc) {
    const body = document.implementation.createHTMLDocument("").body;
    body.append(Writer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: body.ownerDocument }));
    for (const figure of body.querySelectorAll("figure")) foldTable(figure);
    foldParagraphs(body);
    tidy(body);
    for (const block of [...body.querySelectorAll(BROKEN_IN_LINES)]) breakLines(block);
    return [...body.children].map((one, number) => (number ? (one.matches("h2") ? "\n\n" : "\n") : "") + one.outerHTML).join("");
}

function foldTable(figure) {
    const make = (tag) => figure.ownerDocument.createElement(tag);
    const table = make("table");
    const caption = make("caption");
    caption.append(...figure.querySelector("figcaption").childNodes);
    if (caption.textContent.trim()) table.append(caption);
    for (const row of figure.querySelectorAll("tr")) {
        for (const one of row.querySelectorAll("[scope=auto]")) one.setAttribute("scope", "head" in row.dataset ? "col" : "row");
        const part = "head" in row.dataset ? "thead" : "tbody";
        if (table.lastElementChild?.localName !== part) table.append(make(part));
        delete row.dataset.head;
        table.lastElementChild.append(row);
    }
    figure.replaceWith(table);
}

// Two of them side by side need their <p>, or their words would run together.
function foldParagraphs(body) {
    const all = [...body.querySelectorAll("[data-bare]")];
    const isBare = (one) => one?.matches?.("p[data-bare]:not([lang])");
    const alone = all.filter((one) => isBare(one) && one.parentNode.matches("li, td, th, dd, blockquote") && !isBare(one.previousSibling) && !isBare(one.nextSibling));
    for (const one of all) one.removeAttribute("data-bare");
    for (const one of alone) one.replaceWith(...one.childNodes);
}

/** Without the blocks that hold nothing, which an editor leaves behind and a reader never sees. */
export function tidy(body) {
    for (const one of [...body.querySelectorAll("p, h2, h3, h4, li, blockquote, ul, ol, dl, dd, dt")].reverse()) {
        if (!one.textContent.trim() && !one.querySelector("table, hr")) one.remove();
    }
    for (const one of body.querySelectorAll("strong, em, a, abbr, span, cite")) if (!one.childNodes.length) one.remove();
    return body;
}

function breakLines(block) {
    if (block.matches("li > ul, li > ol")) block.before("\n");
    if (block.matches("li > ul:last-child, li > ol:last-child")) block.after("\n");
    for (const one of block.querySelectorAll(":scope > :not(dd)")) one.before("\n");
    block.append("\n");
}

/** What a reader has of a text, as a list of signs: blocks, and words with the marks upon them. */
export function substance(html) {
    const body = tidy(parsed(html));
    const signs = [];
    let line = [];
    const endLine = () => {
        const runs = [];
        for (const run of line) {
            const last = runs.at(-1);
            let text = run.text.replace(/[ \t\r\n\f]+/g, " ");
            if (!last || last.text.endsWith(" ") || last.text.endsWith("\n")) text = text.replace(/^ /, "");
            if (run.breaks) text = "\n";
            if (!text) continue;
            if (last?.marks === run.marks) last.text += text;
            else runs.push({ text, marks: run.marks });
        }
        if (runs.length) runs.at(-1).text = runs.at(-1).text.replace(/ $/, "");
        for (const { text, marks } of runs) if (text) signs.push(`${marks} ${text}`);
        line = [];
    };
    const name = (element) => element.localName + [...element.attributes]
        .filter((one) => !(one.value === "1" && ["colspan", "rowspan", "start"].includes(one.name)))
        .map((one) => ` ${one.name}="${one.value}"`).sort().join("");
    const walk = (node, marks) => {
        for (const one of node.childNodes) {
            if (one.nodeType === 3) line.push({ text: one.data, marks: [...marks].sort().join(" ") });
            else if (one.nodeName === "BR") line.push({ text: "", marks: "", breaks: true });
            else if (isBlock(one)) {
                endLine();
                signs.push(`<${name(one)}>`);
                walk(one, marks);
                endLine();
                signs.push(`</${one.localName}>`);
            } else if (one.nodeType === 1) walk(one, new Set([...marks, name(one)]));
        }
    };
    wrapLooseWords(body);
    walk(body, new Set());
    endLine();
    return signs;
}

// Words outside every block are a paragraph to a reader.
function wrapLooseWords(body) {
    let paragraph = null;
    for (const one of [...body.childNodes]) {
        if (isBlock(one)) paragraph = null;
        else if (paragraph || one.textContent.trim()) {
            paragraph ??= body.insertBefore(body.ownerDocument.createElement("p"), one);
            paragraph.append(one);
        }
    }
}

/** Whether two texts are the same to a reader: words, marks, links, order. */
export const isSame = (one, other) => substance(one).join("\n") === substance(other).join("\n");
