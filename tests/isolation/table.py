"""The reviewed table: who at the desk gets an answer, by kind of record and address.

w, p and m are the writers, publishers and managers of the office that a record belongs to. Programme
administrators may do whatever anybody may, and what is marked a besides; where there is no letter, nobody.
A record of the programme belongs to the programme's own writers and publishers. Anybody else is answered
as if the record were not there.
"""

# GET addresses of one record or one kind, and who is shown the page.
SHOWN = {
    "pressrelease page document picture unit agreement fact milestone officeholder": {
        "changelist": "wpm", "csv": "wpm", "add": "wp", "change": "wpm", "delete": "wp", "history": "wpm", "publishing": "wpm", "preview": "wpm", "preview_page": "wpm",
    },
    "agreement": {"import": "wp", "import_template": "wp"},
    "pressrelease": {"passes": "p"},
    "bundle": {"changelist": "wpm", "csv": "wpm", "add": "wp", "change": "wpm", "delete": "wp", "history": "wpm"},
    "mediacontact": {"changelist": "wpm", "csv": "wpm", "add": "wp", "change": "wpm", "delete": "", "history": "wpm"},
    "menuitem": {"changelist": "wpm", "csv": "wpm", "add": "m", "change": "wpm", "delete": "m", "history": "wpm"},
    "publisher": {"changelist": "wpm", "csv": "wpm", "add": "", "change": "wpm", "delete": "", "history": "wpm"},
    "membership": {"changelist": "m", "csv": "", "add": "m", "change": "m", "delete": "m", "history": "m"},
    "enquiry": {"changelist": "pm", "csv": "", "add": "", "change": "pm", "delete": "", "history": "pm"},
    "subscriber": {"changelist": "pm", "csv": "", "add": "", "change": "", "delete": "", "history": ""},
    "redirect": {"changelist": "pm", "csv": "pm", "add": "pm", "change": "pm", "delete": "pm", "history": "pm", "import": "pm", "import_template": "pm"},
    "missingaddress": {"changelist": "pm", "csv": "pm", "add": "", "change": "pm", "delete": "pm", "history": "pm"},
    "searchsynonym promotedpage": {"changelist": "pm", "csv": "pm", "add": "pm", "change": "pm", "delete": "pm", "history": "pm"},
    "emptysearch": {"changelist": "pm", "csv": "pm", "add": "", "change": "pm", "delete": "pm", "history": "pm"},
    "outsidelink": {"changelist": "wpm", "csv": "wpm", "add": "", "change": "wpm", "delete": "", "history": "wpm"},
    "duty": {"changelist": "wpm", "csv": "wpm", "add": "p", "change": "wpm", "delete": "", "history": "wpm"},
    "standing": {"changelist": "wpm", "csv": "wpm", "add": "", "change": "wpm", "delete": "", "history": "wpm"},
    "source": {"changelist": "wpm", "csv": "wpm", "add": "wp", "change": "wpm", "delete": "", "history": "wpm"},
    "topic": {"changelist": "wpm", "csv": "wpm", "add": "wp", "change": "wpm", "delete": "", "history": "wpm"},
    "force": {"changelist": "wpm", "csv": "wpm", "add": "", "change": "wpm", "delete": "", "history": "wpm"},
    "user": {"changelist": "a", "csv": "", "add": "", "change": "a", "delete": "", "history": "a"},
}  # fmt: skip

# What is sent with POST, and who changes anything by it.
DONE = {
    "pressrelease page document picture unit agreement fact milestone officeholder": {
        "add": "wp", "change": "wp", "delete": "wp", "history": "wp", "keep": "wp",
        "publishing submit": "wp", "publishing share": "wp", "publishing revoke": "wp", "publishing discard": "wp",
        "publishing approve": "p", "publishing return": "p", "publishing publish": "p", "publishing schedule": "p",
        "publishing unschedule": "p", "publishing move": "p", "publishing withdraw": "p", "publishing approve-red": "p",
        "changelist submit": "wp", "changelist publish": "p", "changelist withdraw": "p", "changelist discard": "wp",
    },
    "page": {"changelist checked": "wp"},
    "pressrelease": {"passes make": "p", "passes close": "p"},
    "bundle": {
        "add": "wp", "change": "wp", "delete": "wp", "acts put-in": "wp", "acts take-out": "wp",
        "acts schedule": "p", "acts approve-notice": "p", "acts move": "p", "acts call-off": "p",
    },
    "mediacontact": {"add": "wp", "change": "p", "delete": ""},
    "menuitem": {"add": "m", "change": "m", "delete": "m"},
    "publisher": {"change": "m", "delete": ""},
    "membership": {"add": "m", "change": "m", "delete": "m"},
    "enquiry": {"change": "", "delete": "", "answered": "pm"},
    "redirect": {"add": "pm", "change": "pm", "delete": "pm"},
    "missingaddress": {"change": "pm", "delete": "pm", "changelist delete_selected": "pm"},
    "searchsynonym promotedpage": {"add": "pm", "change": "pm", "delete": "pm"},
    "emptysearch": {"change": "pm", "delete": "pm", "changelist delete_selected": "pm"},
    "outsidelink": {"change": "pm", "delete": ""},
    "duty": {"add": "p", "change": "p", "delete": ""},
    "standing": {"change": "p", "delete": "", "changelist checked_today": "p"},
    "source": {"add": "wp", "change": "p", "delete": ""},
    "topic": {"add": "wp", "change": "p", "delete": ""},
    "force": {"change": "p", "delete": ""},
    "user": {"change": "a", "delete": ""},
}  # fmt: skip

# Addresses whose rules are shown elsewhere, each with where.
ELSEWHERE = {
    "index": "asked of every actor below",
    "awaiting": "asked of every actor below",
    "autocomplete": "asked of every actor below",
    "link-search": "asked of every actor below",
    "app_list": "asked of every actor below",
    "login": "tests/accounts", "logout": "tests/accounts", "password_change": "tests/accounts", "password_change_done": "tests/accounts",
    "jsi18n": "holds words of the interface alone",
    "keep_new": "keeps a text for whoever sends it: tests/editorial/test_writing_at_the_desk.py",
    "kept_file": "tests/files and tests/pictures",
    "import_rows": "tests/lists: what one person uploaded, nobody else confirms",
    "end_sessions": "tests/accounts", "reset_factor": "tests/accounts",
}  # fmt: skip


def by_kind(table: dict) -> dict[tuple[str, str], str]:
    """The same table with a line for each kind and address."""
    return {(kind, address): who for kinds, rows in table.items() for kind in kinds.split() for address, who in rows.items()}
