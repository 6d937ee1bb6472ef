// Makes what comes from Word, Google Docs, Outlook or a web page into the few marks of ours, and says what
// it left behind. Works on a copy that no page ever shows.
import { isBlock, parsed, tidy, unfolded } from "./text.js";
import { listed } from "./pasted_lists.js";

const NOTHING_TO_READ = "script, meta, link, title, xml, del, colgroup, [class~=msoDel], [data-style*='mso-element:comment-list'], "
    + "[class*=MsoCommentReference], a[class*=msocom], [data-style*='display:none'], [data-style*='display: none'], [hidden], "
    + "noscript, template, img, picture, canvas, svg, video, audio, iframe, object, embed, input, button, select, textarea, hr[width], [data-style*='mso-element'] > hr";
const ALLOWED = new Set("P BR H2 H3 H4 UL OL LI STRONG EM A ABBR SPAN BLOCKQUOTE CITE DL DT DD TABLE CAPTION THEAD TBODY TR TH TD HR".split(" "));
const KEPT = { A: ["href"], ABBR: ["title"], SPAN: ["lang"], OL: ["start"], TH: ["scope", "colspan", "rowspan"], TD: ["colspan", "rowspan"] };
const HEADINGS = ["H1", "H2", "H3", "H4", "H5", "H6"];

const styleOf = (element) => (element.getAttribute("data-style") ?? "").toLowerCase().replace(/\s+/g, "");

// Styles are read, never applied, and nothing is run: under other names they are no business of the page's policy.
const inert = (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1=");

// Without what Word writes for old browsers, comments, styles for classes, and marks of XML.
const plainer = (html) => html
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->|<!--[\s\S]*?-->|<style\b[\s\S]*?<\/style\s*>|<!\[[^\]]*\]>|<\?[^>]*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, inert);

/** The pasted HTML with only our marks, as the editor reads it; `left` tells what could not come along. */
export function cleanedPaste(html, settled) {
    const left = new Set();
    const body = parsed(plainer(html));
    const all = (selector) => [...body.querySelectorAll(selector)];
    if (all("img, picture, canvas").length || /<v:imagedata/i.test(html)) left.add("pictures");
    for (const one of all(NOTHING_TO_READ)) one.remove();
    headed(all);
    listed(body);
    for (const one of all("*")) strengthened(one);
    for (const one of all("table")) tabled(one, left);
    for (const one of all("a")) linked(one, settled);
    for (const one of [...body.querySelectorAll("*")].reverse()) allowed(one);
    spaced(body);
    wrapped(body);
    for (const one of all("p, h2, h3, h4, dt, caption")) split(one);
    for (const one of all("li, td, th, dd")) bared(one);
    tidy(body);
    return { html: unfolded(body).innerHTML, left };
}

const renamed = (element, tag) => {
    if (element.localName === tag) return element;
    const other = element.ownerDocument.createElement(tag);
    for (const { name, value } of element.attributes) if (!name.includes(":")) other.setAttribute(name, value);
    other.append(...element.childNodes);
    element.replaceWith(other);
    return other;
};

// The first level of ours is h2: where there is an h1, everything moves down by one.
function headed(all) {
    for (const one of all("p[class*=MsoTitle], p[class*=MsoHeading], p[role=heading]")) {
        const level = one.className.includes("MsoTitle") ? 1 : Number(one.getAttribute("aria-level") ?? one.className.match(/MsoHeading(\d)/)?.[1] ?? 2);
        renamed(one, `h${Math.min(level, 6)}`);
    }
    const down = all("h1").length ? 1 : 0;
    for (const one of all(HEADINGS.join(","))) {
        const level = Math.min(4, Math.max(2, Number(one.localName[1]) + down));
        const heading = renamed(one, `h${level}`);
        for (const bold of heading.querySelectorAll("b, strong, u")) bold.replaceWith(...bold.childNodes);
        for (const span of heading.querySelectorAll("[data-style]")) span.removeAttribute("data-style");
    }
}

// <b>, <i> and the styles that mean the same. Google wraps all it copies in a <b> that is not bold.
function strengthened(one) {
    const style = styleOf(one);
    const weight = style.match(/(?:^|;)font-weight:(\w+)/)?.[1];
    const plain = weight === "normal" || weight === "400";
    const bold = !plain && (["B", "STRONG"].includes(one.nodeName) || (!isBlock(one) && (weight === "bold" || Number(weight) >= 600)));
    const upright = /(?:^|;)font-style:normal/.test(style);
    const italic = !upright && (["I", "EM"].includes(one.nodeName) || (!isBlock(one) && /(?:^|;)font-style:italic/.test(style)));
    one.removeAttribute("data-style");
    if (one.closest("h2, h3, h4, th")) return;
    if (["B", "I", "STRONG", "EM"].includes(one.nodeName)) {
        renamed(one, bold && (one.nodeName === "B" || one.nodeName === "STRONG") ? "strong" : italic ? "em" : "font");
        return;
    }
    for (const [wanted, tag] of [[bold, "strong"], [italic, "em"]]) {
        if (!wanted || isBlock(one)) continue;
        const inner = one.ownerDocument.createElement(tag);
        inner.append(...one.childNodes);
        one.append(inner);
    }
}

// Word's caption stands beside the table; its tables have no headings, so the first row is taken for them.
function tabled(table, left) {
    const rows = [...table.rows];
    if (rows.length < 2 || Math.max(...rows.map((row) => row.cells.length)) < 2) {
        const words = rows.flatMap((row) => [...row.cells].flatMap((cell) => [...cell.childNodes, table.ownerDocument.createElement("br")]));
        table.replaceWith(...words);
        return;
    }
    for (const beside of [table.previousElementSibling, table.nextElementSibling]) {
        if (beside?.className.includes("MsoCaption") && !table.caption) {
            table.createCaption().append(...beside.childNodes);
            beside.remove();
        }
    }
    if (!table.querySelector("th")) {
        left.add("headings");
        for (const cell of [...rows[0].cells]) renamed(cell, "th").setAttribute("scope", "col");
        for (const bold of table.rows[0].querySelectorAll("strong")) bold.replaceWith(...bold.childNodes);
    }
    const first = table.rows[0];
    const isHead = [...first.cells].every((cell) => cell.localName === "th");
    if (isHead && first.parentNode.localName !== "thead") {
        const head = table.tHead ?? table.insertBefore(table.ownerDocument.createElement("thead"), table.tBodies[0] ?? null);
        head.append(first);
    }
    for (const cell of table.querySelectorAll("th:not([scope])")) cell.setAttribute("scope", cell.closest("thead") ? "col" : "row");
}

function linked(link, settled) {
    const address = settled(link.getAttribute("href") ?? "");
    if (address.problem) link.replaceWith(...link.childNodes);
    else link.setAttribute("href", address.href);
}

function allowed(one) {
    const names = { DIV: "p", SECTION: "p", ARTICLE: "p", MAIN: "p", HEADER: "p", FOOTER: "p", ASIDE: "p", ADDRESS: "p", PRE: "p", FIGCAPTION: "p", CENTER: "p" };
    if (names[one.nodeName]) {
        if ([...one.childNodes].some(isBlock)) wrapped(one);
        else return void renamed(one, "p").getAttributeNames();
    }
    // A span stays only for the language of its words, and English is what all is in.
    const english = one.nodeName === "SPAN" && !/^(?!en)[a-z]{2}/i.test(one.getAttribute("lang") ?? "");
    if (!ALLOWED.has(one.nodeName) || english) return void one.replaceWith(...one.childNodes);
    for (const name of one.getAttributeNames()) if (!KEPT[one.nodeName]?.includes(name)) one.removeAttribute(name);
}

// Fixed spaces are how Word and browsers make gaps; none of ours needs more than one.
function spaced(body) {
    const words = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        words.currentNode.data = words.currentNode.data.replace(/[\u00a0\u2007\u202f \t\r\n]+/g, " ").replace(/[\u00ad\u200b\ufeff]/g, "");
    }
}

// Words between blocks become paragraphs of their own.
function wrapped(parent) {
    let paragraph = null;
    for (const one of [...parent.childNodes]) {
        if (isBlock(one)) paragraph = null;
        else if (one.nodeName === "BR" && !paragraph?.textContent.trim()) one.remove();
        else if (paragraph || one.textContent.trim()) {
            paragraph ??= parent.insertBefore(parent.ownerDocument.createElement("p"), one);
            paragraph.append(one);
        }
    }
}

// A paragraph in a paragraph, and two line breaks for a new one.
function split(block) {
    const inner = [...block.childNodes].some(isBlock);
    if (inner) {
        wrapped(block);
        block.replaceWith(...block.childNodes);
        return;
    }
    if (block.localName !== "p") {
        for (const one of block.querySelectorAll("br")) one.replaceWith(" ");
        return;
    }
    const breaks = [...block.children].filter((one) => one.nodeName === "BR");
    for (const one of breaks) {
        let next = one.nextSibling;
        while (next?.nodeType === 3 && !next.data.trim()) next = next.nextSibling;
        if (next?.nodeName !== "BR") continue;
        const before = block.ownerDocument.createElement("p");
        while (block.firstChild !== one) before.append(block.firstChild);
        while (block.firstChild !== next) block.firstChild.remove();
        block.before(before);
    }
    for (const end of [() => block.firstChild, () => block.lastChild]) {
        while (end()?.nodeName === "BR" || (end()?.nodeType === 3 && !end().data.trim())) end().remove();
    }
}

// One paragraph alone in an item or a cell is its words.
function bared(block) {
    const paragraphs = [...block.children].filter((one) => one.localName === "p");
    if (paragraphs.length === 1 && ![...block.childNodes].some((one) => !isBlock(one) && one.textContent.trim())) {
        paragraphs[0].replaceWith(...paragraphs[0].childNodes);
    }
}
