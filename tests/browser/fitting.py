"""Whether a page fits its window: what sticks out of it sideways, and text that its own box cuts off."""

# What sticks out of the window to the right, apart from what scrolls by itself or is out of sight on purpose.
STICKING_OUT = """() => [...document.querySelectorAll("body *")].filter(one => {
    const box = one.getBoundingClientRect();
    const scrolls = other => other && (/auto|scroll/.test(getComputedStyle(other).overflowX) || scrolls(other.parentElement));
    return box.width && box.right > document.documentElement.clientWidth + 1
        && !one.closest("[popover]:not(:popover-open), .trap, svg, .visually-hidden") && getComputedStyle(one).visibility !== "hidden" && !scrolls(one);
}).slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""
# Text cut off by its own box.
CUT_OFF = """() => [...document.querySelectorAll("main *, header *")].filter(one => {
    const style = getComputedStyle(one);
    return one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1 && /hidden|clip/.test(style.overflowX)
        && !one.matches(".visually-hidden, .trap, svg, svg *, input, textarea");
}).slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""


def faults_of(page) -> list[str]:
    """What needs sideways scrolling or cannot be read on the page shown."""
    scrolls = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return (["the page scrolls sideways"] if scrolls else []) + page.evaluate(STICKING_OUT) + page.evaluate(CUT_OFF)


def found_at(page, running_site: str, addresses) -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        page.goto(running_site + address)
        if faults := faults_of(page):
            found[address] = faults
    return found
