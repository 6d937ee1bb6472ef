// What a text of ours is made of, as the editor knows it: the tags of collaboration/prose.py and no other.
// A table stands in a figure with its caption here, because the editor's tables know rows alone; text.js
// takes it apart again. A paragraph that is `bare` stands without <p> in a list item, cell or quotation.
import {
    Blockquote, Bold, Document, Dropcursor, Extension, Gapcursor, HardBreak, Heading, History, HorizontalRule,
    Italic, Mark, Node, Text, TrailingNode, pm, wrappingInputRule,
} from "../../django_prose_editor/editor.js";

const { tables, state: { Plugin }, view: { Decoration, DecorationSet }, keymap: { keymap } } = pm;

const kept = (...names) => Object.fromEntries(names.map((name) => [name, {
    default: null,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
}]));

const number = (name) => ({
    default: 1,
    parseHTML: (element) => Number.parseInt(element.getAttribute(name), 10) || 1,
    renderHTML: (attributes) => (attributes[name] === 1 ? {} : { [name]: attributes[name] }),
});

const Paragraph = Node.create({
    name: "paragraph",
    priority: 1000,
    group: "block",
    content: "inline*",
    addAttributes: () => ({
        ...kept("lang"),
        bare: {
            default: true,
            parseHTML: (element) => element.hasAttribute("data-bare"),
            renderHTML: (attributes) => (attributes.bare ? { "data-bare": "" } : {}),
        },
    }),
    parseHTML: () => [{ tag: "p" }],
    renderHTML: ({ HTMLAttributes }) => ["p", HTMLAttributes, 0],
    addKeyboardShortcuts() {
        return { "Mod-Alt-0": () => this.editor.commands.setNode("paragraph") };
    },
});

const list = (name, tag, attributes, rule) => Node.create({
    name,
    group: "block list",
    content: "listItem+",
    addAttributes: () => attributes,
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    addInputRules() {
        return [wrappingInputRule({ find: rule, type: this.type })];
    },
});

const ListItem = Node.create({
    name: "listItem",
    content: "paragraph block*",
    defining: true,
    parseHTML: () => [{ tag: "li" }],
    renderHTML: ({ HTMLAttributes }) => ["li", HTMLAttributes, 0],
    addKeyboardShortcuts() {
        return {
            Enter: () => this.editor.commands.splitListItem(this.name),
            // Not Tab: whoever works by keyboard leaves the editor with it.
            "Mod-]": () => this.editor.commands.sinkListItem(this.name),
            "Mod-[": () => this.editor.commands.liftListItem(this.name),
        };
    },
});

const Definitions = Node.create({
    name: "definitions",
    group: "block",
    content: "(term | description)+",
    parseHTML: () => [{ tag: "dl" }],
    renderHTML: () => ["dl", 0],
});

const Term = Node.create({
    name: "term",
    content: "inline*",
    defining: true,
    parseHTML: () => [{ tag: "dt" }],
    renderHTML: () => ["dt", 0],
    addKeyboardShortcuts() {
        return { Enter: () => this.editor.isActive("term") && afterTerm(this.editor) };
    },
});

// Enter after a term goes on with what it means.
function afterTerm({ state, view, schema }) {
    const { $from } = state.selection;
    const after = $from.after();
    const change = state.tr.insert(after, schema.nodes.description.createAndFill());
    view.dispatch(change.setSelection(pm.state.TextSelection.near(change.doc.resolve(after + 2))).scrollIntoView());
    return true;
}

const Description = Node.create({
    name: "description",
    content: "(paragraph | list)+",
    defining: true,
    parseHTML: () => [{ tag: "dd" }],
    renderHTML: () => ["dd", 0],
});

const TableFigure = Node.create({
    name: "tableFigure",
    group: "block",
    content: "caption grid",
    isolating: true,
    parseHTML: () => [{ tag: "figure[data-table]" }],
    renderHTML: () => ["figure", { "data-table": "" }, 0],
});

const Caption = Node.create({
    name: "caption",
    content: "inline*",
    isolating: true,
    parseHTML: () => [{ tag: "figcaption" }],
    renderHTML: () => ["figcaption", 0],
    // A caption is one line.
    addKeyboardShortcuts() {
        return { Enter: () => this.editor.isActive("caption") };
    },
});

const Grid = Node.create({
    name: "grid",
    content: "row+",
    tableRole: "table",
    isolating: true,
    parseHTML: () => [{ tag: "table" }],
    renderHTML: () => ["table", ["tbody", 0]],
    addKeyboardShortcuts() {
        const step = (way) => () => this.editor.isActive("grid") && tables.goToNextCell(way)(this.editor.state, this.editor.view.dispatch);
        return { Tab: step(1), "Shift-Tab": step(-1) };
    },
    addProseMirrorPlugins: () => [tables.tableEditing()],
});

const Row = Node.create({
    name: "row",
    content: "(cell | heading_cell)*",
    tableRole: "row",
    addAttributes: () => ({
        head: {
            default: false,
            parseHTML: (element) => element.hasAttribute("data-head") || element.parentElement?.localName === "thead",
            renderHTML: (attributes) => (attributes.head ? { "data-head": "" } : {}),
        },
    }),
    parseHTML: () => [{ tag: "tr" }],
    renderHTML: ({ HTMLAttributes }) => ["tr", HTMLAttributes, 0],
});

const cell = (name, tag, tableRole, more) => Node.create({
    name,
    tableRole,
    content: "(paragraph | list)+",
    isolating: true,
    addAttributes: () => ({ colspan: number("colspan"), rowspan: number("rowspan"), colwidth: { default: null, rendered: false }, ...more }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
});

// A heading made here says by its place what it heads; one that came with a scope, or without, keeps that.
const scope = {
    default: "auto",
    parseHTML: (element) => element.getAttribute("scope") ?? "",
    renderHTML: (attributes) => (attributes.scope ? { scope: attributes.scope } : {}),
};

// The tables of the editor ask each kind of node what part it plays.
const TableRoles = Extension.create({
    name: "tableRoles",
    extendNodeSchema: (extension) => ({ tableRole: extension.config?.tableRole }),
});

const mark = (name, tag, parts, more = {}) => Mark.create({
    name,
    inclusive: false,
    addAttributes: () => kept(...parts),
    parseHTML: () => [{ tag: parts.length ? `${tag}[${parts[0]}]` : tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    ...more,
});

export const TOKEN = /\[\[[^[\]\n]+\]\]/g;

// What stands for a record is shown as one thing, and not spell-checked.
const Tokens = Extension.create({
    name: "tokens",
    addProseMirrorPlugins() {
        const marked = (doc) => {
            const found = [];
            doc.descendants((node, at) => {
                if (!node.isText) return;
                for (const one of node.text.matchAll(TOKEN)) {
                    found.push(Decoration.inline(at + one.index, at + one.index + one[0].length, { class: "writing__token", spellcheck: "false" }));
                }
            });
            return DecorationSet.create(doc, found);
        };
        return [new Plugin({
            state: { init: (_, { doc }) => marked(doc), apply: (change, before) => (change.docChanged ? marked(change.doc) : before) },
            props: { decorations(state) { return this.getState(state); } },
        })];
    },
});

export const extensions = [
    Document, Text, Paragraph,
    Heading.configure({ levels: [2, 3, 4] }),
    list("bulletList", "ul", {}, /^\s*[-*•]\s$/),
    list("orderedList", "ol", { start: number("start") }, /^\s*1[.)]\s$/),
    ListItem, Blockquote, Definitions, Term, Description, HorizontalRule, HardBreak,
    TableFigure, Caption, Grid, Row, TableRoles,
    cell("cell", "td", "cell", {}), cell("heading_cell", "th", "header_cell", { scope }),
    mark("link", "a", ["href", "hreflang", "lang"], { priority: 1000 }),
    Bold, Italic,
    mark("abbreviation", "abbr", ["title"]),
    mark("language", "span", ["lang"], { excludes: "" }),
    mark("citation", "cite", [], { inclusive: true }),
    Tokens, History, Gapcursor, Dropcursor.configure({ color: false, class: "writing__drop" }),
    TrailingNode.configure({ node: "paragraph", notAfter: ["paragraph", "heading", "bulletList", "orderedList"] }),
];
