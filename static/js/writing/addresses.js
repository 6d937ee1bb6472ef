// What somebody types or pastes for an address, as it is kept: a page of ours as `site:`, all others whole.

// Mail programs and search engines lead links through themselves.
const DETOURS = [[/\.safelinks\.protection\.outlook\.com$/, "url"], [/^www\.google\.[a-z.]+$/, "q"], [/^l\.facebook\.com$/, "u"]];

const direct = (url) => {
    const [, part] = DETOURS.find(([host]) => host.test(url.hostname)) ?? [];
    const target = part && (url.hostname.startsWith("www.google") ? url.pathname === "/url" : true) && url.searchParams.get(part);
    return target ? new URL(target) : url;
};

/** `{href}`, or `{problem}`: "empty", "desk" for a page only staff can open, "unknown" for no address at all. */
export function settled(typed, sites) {
    const text = typed.trim();
    if (!text || text === "#") return { problem: "empty" };
    if (/^site:([a-z0-9-]+)?\/\S*$/.test(text)) return { href: text };
    if (/^(mailto:)?[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/i.test(text)) return { href: `mailto:${text.replace(/^mailto:/i, "")}` };
    if (/^(tel:)?\+?[\d ()-]{3,}$/i.test(text)) return { href: `tel:${text.replace(/[^\d+]/g, "")}` };
    if (/^mailto:/i.test(text)) return { href: text };
    const whole = text.startsWith("//") ? `https:${text}`
        : text.startsWith("/") ? location.origin + text
        : /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) ? text
        : /^[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?$/i.test(text) ? `https://${text}` : "";
    try {
        const url = direct(new URL(whole));
        return /^https?:$/.test(url.protocol) ? ours(url, sites) : { problem: "unknown" };
    } catch {
        return { problem: "unknown" };
    }
}

// The longest root wins: the programme's own is the beginning of all that stand under a path.
function ours(url, sites) {
    const roots = sites.map((site) => ({ slug: site.slug, root: new URL(site.root, location.origin) }))
        .sort((one, other) => other.root.href.length - one.root.href.length);
    const site = roots.find(({ root }) => root.origin === url.origin && (url.pathname + "/").startsWith(root.pathname));
    if (!site) return { href: url.href };
    const path = url.pathname.slice(site.root.pathname.length) + url.search + url.hash;
    return path.startsWith("admin/") ? { problem: "desk" } : { href: `site:${site.slug}/${path}` };
}
