"""The pages of a section as a tree, drawn from their paths."""

from dataclasses import dataclass, field


@dataclass
class Branch:
    """A page and what stands below it."""

    page: "object"
    below: list["Branch"] = field(default_factory=list)


def tree_of(section: list) -> list[Branch]:
    """The topmost pages of a section in its order, each with those below it; a page whose parent is not public stands below the next one above."""
    nodes = {page.path: Branch(page) for page in section}
    tops = []
    for node in nodes.values():
        above = next((nodes[path] for path in reversed(node.page.ancestors) if path in nodes), None)
        (above.below if above else tops).append(node)
    return tops
