"""Windows of a browser, used again by one test after another: a new one costs as much as visiting five pages."""

MOST = 4


class Windows:
    """Windows that nobody uses just now, by what cannot be changed in a window once it is open."""

    def __init__(self, browser):
        self.browser = browser
        self.free: dict[tuple, list] = {}

    def take(self, width: int = 1280, height: int = 900, own: bool = False, color_scheme="light", reduced_motion="no-preference", forced_colors="none", **fixed):
        """A window without cookies of that size and taste; its `troubles` and what it `asked` for are kept."""
        kind = tuple(sorted(fixed.items()))
        page = self.free[kind].pop() if self.free.get(kind) and not own else self.opened(fixed)
        page.kind = None if own else kind
        page.troubles, page.asked = [], []
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion, forced_colors=forced_colors)
        return page

    def opened(self, fixed: dict):
        page = self.browser.new_context(**fixed).new_page()
        page.on("console", lambda message: page.troubles.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        return page

    def give_back(self, page) -> None:
        """Keep the window for the next test, or close it."""
        waiting = self.free.setdefault(page.kind, [])
        if page.kind is None or page.is_closed() or len(page.context.pages) > 1 or len(waiting) >= MOST:
            page.context.close()
        else:
            page.context.clear_cookies()
            waiting.append(page)
