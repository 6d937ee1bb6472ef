// What the buttons of the toolbar do, each under its name, and when it shows as pressed or cannot be used.
import { pm } from "../../django_prose_editor/editor.js";

const { tables } = pm;

/** The table that the cursor stands in: its figure, its grid and where they begin; nothing outside of one. */
export function tableAt(state) {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
        if ($from.node(depth).type.name !== "tableFigure") continue;
        const figure = $from.node(depth);
        const at = $from.before(depth);
        return { figure, at, grid: figure.lastChild, gridAt: at + 1 + figure.firstChild.nodeSize };
    }
    return null;
}

/** The quotation that the cursor stands in, where it begins and the paragraph that says whose it is; nothing outside of one. */
export function quotationAt({ selection: { $from } }) {
    for (let depth = $from.depth; depth > 0; depth -= 1) {
        const node = $from.node(depth);
        if (node.type.name !== "blockquote") continue;
        const last = node.lastChild;
        const isCited = last.childCount > 0 && last.content.content.every((one) => one.marks.some((mark) => mark.type.name === "citation"));
        return { node, at: $from.before(depth), speaker: isCited && node.childCount > 1 ? last : null };
    }
    return null;
}

/** Put below the quotation at the cursor whose words they are; no words take it away. */
export function setSpeaker(editor, words) {
    const { schema, state } = editor;
    const { node, at, speaker } = quotationAt(state);
    const change = state.tr;
    node.forEach((child, offset) => child.attrs.bare && change.setNodeMarkup(at + 1 + offset, null, { ...child.attrs, bare: false }));
    const end = at + node.nodeSize - 1;
    const line = words ? schema.nodes.paragraph.create({ bare: false }, schema.text(words, [schema.marks.citation.create()])) : [];
    change.replaceWith(speaker ? end - speaker.nodeSize : end, end, line);
    editor.view.dispatch(change.scrollIntoView());
}

const inTable = (editor) => Boolean(tableAt(editor.state));
const inGrid = (editor) => tables.isInTable(editor.state);
const run = (command) => (editor) => {
    command(editor.state, editor.view.dispatch);
    editor.view.focus();
};
const toggled = (mark) => (editor) => editor.chain().focus().toggleMark(mark).run();

// Items and quotations made here: an item has its words alone, a quotation has paragraphs.
const bareWithin = (parent, bare) => ({ tr }) => {
    const { from, to } = tr.selection;
    tr.doc.nodesBetween(from, to, (node, at, above) => {
        if (node.type.name === "paragraph" && above.type.name === parent && node.attrs.bare !== bare) {
            tr.setNodeMarkup(at, null, { ...node.attrs, bare });
        }
    });
    return true;
};
const listed = (name) => (editor) => editor.chain().focus().toggleList(name, "listItem").command(bareWithin("listItem", true)).run();

function cellsTurned(editor, cells, tag) {
    const change = editor.state.tr;
    for (const [at, cell] of cells) {
        const attributes = { colspan: cell.attrs.colspan, rowspan: cell.attrs.rowspan, ...(tag === "heading_cell" ? { scope: "auto" } : {}) };
        change.setNodeMarkup(at, editor.schema.nodes[tag], attributes);
    }
    return change;
}

function rows({ grid, gridAt }) {
    const found = [];
    grid.forEach((row, offset) => {
        const cells = [];
        row.forEach((cell, inner) => cells.push([gridAt + 1 + offset + 1 + inner, cell]));
        found.push({ row, at: gridAt + 1 + offset, cells });
    });
    return found;
}

const headed = (editor) => Boolean(tableAt(editor.state)?.grid.firstChild.attrs.head);
const body = (table) => rows(table).filter(({ row }) => !row.attrs.head);
const sided = (editor) => {
    const table = tableAt(editor.state);
    return Boolean(table) && body(table).length > 0 && body(table).every(({ cells }) => cells[0]?.[1].type.name === "heading_cell");
};

function headOnTop(editor) {
    const on = !headed(editor);
    const [{ row, at, cells }] = rows(tableAt(editor.state));
    const change = cellsTurned(editor, cells, on ? "heading_cell" : "cell");
    editor.view.dispatch(change.setNodeMarkup(at, null, { ...row.attrs, head: on }));
    editor.view.focus();
}

function headAtSide(editor) {
    const tag = sided(editor) ? "cell" : "heading_cell";
    const cells = body(tableAt(editor.state)).map((one) => one.cells[0]).filter(Boolean);
    editor.view.dispatch(cellsTurned(editor, cells, tag));
    editor.view.focus();
}

function tableGone(editor) {
    const { at, figure } = tableAt(editor.state);
    editor.chain().focus().deleteRange({ from: at, to: at + figure.nodeSize }).run();
}

/** Put a table with a heading row where the cursor is, and the cursor into its first cell. */
export function insertTable(editor, { caption, rows: height, columns }) {
    const row = (tag, head) => ({ type: "row", attrs: { head }, content: Array.from({ length: columns }, () => ({ type: tag, content: [{ type: "paragraph" }] })) });
    const grid = { type: "grid", content: [row("heading_cell", true), ...Array.from({ length: height }, () => row("cell", false))] };
    const figure = { type: "tableFigure", content: [{ type: "caption", content: [{ type: "text", text: caption }] }, grid] };
    const before = editor.state.selection.from;
    editor.chain().focus().insertContent(figure).run();
    let first = null;
    editor.state.doc.descendants((node, at) => {
        if (first === null && node.type.name === "heading_cell" && at >= before - 1) first = at + 2;
    });
    editor.commands.setTextSelection(first);
}

/** name: {run, pressed?, possible?}; what opens a dialog is in dialogs.js. */
export const commands = {
    bold: { run: toggled("bold"), pressed: (editor) => editor.isActive("bold") },
    italic: { run: toggled("italic"), pressed: (editor) => editor.isActive("italic") },
    citation: { run: toggled("citation"), pressed: (editor) => editor.isActive("citation") },
    bullets: { run: listed("bulletList"), pressed: (editor) => editor.isActive("bulletList"), possible: (editor) => editor.can().toggleList("bulletList", "listItem") },
    numbers: { run: listed("orderedList"), pressed: (editor) => editor.isActive("orderedList"), possible: (editor) => editor.can().toggleList("orderedList", "listItem") },
    indent: { run: (editor) => editor.chain().focus().sinkListItem("listItem").run(), possible: (editor) => editor.can().sinkListItem("listItem") },
    outdent: { run: (editor) => editor.chain().focus().liftListItem("listItem").run(), possible: (editor) => editor.can().liftListItem("listItem") },
    quote: {
        run: (editor) => editor.chain().focus().toggleWrap("blockquote").command(bareWithin("blockquote", false)).run(),
        pressed: (editor) => editor.isActive("blockquote"),
        possible: (editor) => editor.can().toggleWrap("blockquote"),
    },
    rule: { run: (editor) => editor.chain().focus().setHorizontalRule().run(), possible: (editor) => !inTable(editor) },
    clear: { run: (editor) => editor.chain().focus().unsetAllMarks().run(), possible: (editor) => !editor.state.selection.empty },
    undo: { run: (editor) => editor.chain().focus().undo().run(), possible: (editor) => editor.can().undo() },
    redo: { run: (editor) => editor.chain().focus().redo().run(), possible: (editor) => editor.can().redo() },
    "row-after": { run: run(tables.addRowAfter), possible: inGrid },
    "row-delete": { run: run(tables.deleteRow), possible: (editor) => inGrid(editor) && tables.deleteRow(editor.state) },
    "column-after": { run: run(tables.addColumnAfter), possible: inGrid },
    "column-delete": { run: run(tables.deleteColumn), possible: (editor) => inGrid(editor) && tables.deleteColumn(editor.state) },
    "heading-row": { run: headOnTop, pressed: headed, possible: inTable },
    "heading-column": { run: headAtSide, pressed: sided, possible: inTable },
    "table-delete": { run: tableGone, possible: inTable },
};
