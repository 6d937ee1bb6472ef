// The lists of a pasted text made into real ones. Word writes them as paragraphs that say their level in a
// style and carry the bullet as text; Word on the web as a list for each item; Google as lists beside items.

const LEVEL = /mso-list:\s*[^;"]*?level(\d+)/i;
// A lone “o” is one of Word's bullets.
const NUMBERED = /^\(?(\d+[.)]?|([a-z]|[ivxl]+)[.)])$/i;

/** Rebuild every list below an element. */
export function listed(body) {
    for (const nested of [...body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")]) {
        const item = nested.previousElementSibling;
        if (item?.localName === "li") item.append(nested);
        else nested.replaceWith(...nested.childNodes);
    }
    const paragraphs = [...body.querySelectorAll("[data-style*='mso-list']")].filter((one) => LEVEL.test(one.getAttribute("data-style")) && !one.closest("li") && one.localName !== "span");
    const online = [...body.querySelectorAll("li[data-aria-level], .ListContainerWrapper li[aria-level]")];
    for (const run of together(paragraphs, (one) => one)) rebuilt(run, run.map(fromWord));
    for (const run of together(online, (item) => item.closest(".ListContainerWrapper") ?? item.parentNode)) {
        if (run.some((item) => !item.isConnected && !body.contains(item))) continue;
        const holders = [...new Set(run.map((item) => item.closest(".ListContainerWrapper") ?? item.parentNode))];
        rebuilt(holders, run.map(fromWordOnline));
    }
}

// Runs of items with nothing between them.
function together(items, holder) {
    const runs = [];
    for (const one of items) {
        const last = runs.at(-1)?.at(-1);
        const follows = last && (holder(last) === holder(one) || holder(last).nextElementSibling === holder(one));
        if (follows) runs.at(-1).push(one);
        else runs.push([one]);
    }
    return runs;
}

function fromWord(paragraph) {
    const marker = paragraph.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]");
    const sign = (marker?.textContent ?? "").replace(/[\s\u00a0]+/g, "");
    marker?.remove();
    return item(Number(paragraph.getAttribute("data-style").match(LEVEL)[1]), sign, [...paragraph.childNodes]);
}

function fromWordOnline(one) {
    const level = Number(one.dataset.ariaLevel ?? one.getAttribute("aria-level") ?? 1);
    const number = one.parentNode.localName === "ol" ? `${Number(one.parentNode.getAttribute("start") ?? 1)}.` : "•";
    return item(level, number, [...one.childNodes]);
}

const item = (level, sign, words) => ({ level, words, ordered: NUMBERED.test(sign), first: Number.parseInt(sign.replace("(", ""), 10) || 1 });

function rebuilt(holders, items) {
    const make = (tag) => holders[0].ownerDocument.createElement(tag);
    const top = [];
    const open = [];
    for (const { level, words, ordered, first } of items) {
        while (open.length > Math.max(1, level)) open.pop();
        const tag = ordered ? "ol" : "ul";
        if (open.length === level && open.at(-1)?.localName !== tag) open.pop();
        if (open.length < level || !open.length) {
            const list = make(tag);
            if (ordered && first > 1) list.setAttribute("start", first);
            if (open.length) open.at(-1).lastElementChild.append(list);
            else top.push(list);
            open.push(list);
        }
        const one = make("li");
        one.append(...words);
        open.at(-1).append(one);
    }
    holders[0].before(...top);
    for (const holder of holders) holder.remove();
}
