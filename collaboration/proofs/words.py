"""The words and shapes that the checks look for, in one place for people to read and change.

Each table says what it is of. The checks that use them say what is wrong and how to mend it.
"""

import re
import unicodedata

# Words of a link that tell nobody where it leads, read out by themselves (WCAG 2.2, 2.4.4 and 2.4.9).
VAGUE_LINKS = {
    "click", "click here", "click this link", "continue", "continue reading", "details", "download", "find out more", "follow this link",
    "further details", "further information", "go", "go here", "here", "info", "learn more", "link", "links", "more", "more details", "more info",
    "more information", "page", "press here", "read", "read here", "read more", "see here", "see more", "site", "tap here", "that", "that page",
    "the link", "the page", "the site", "the website", "this", "this link", "this page", "this site", "this website", "view", "view more",
    "visit", "visit here", "webpage", "web page", "website",
}  # fmt: skip

# Letters that readers know without the words behind them.
WELL_KNOWN = {
    "UK", "GB", "EU", "US", "USA", "UN", "MP", "BBC", "ITV", "NHS", "HMRC", "CCTV", "DNA", "IT", "TV", "PC", "ID", "FAQ", "CV", "VAT", "HGV", "MOT", "GP",
    "PDF", "CSV", "DOCX", "XLSX", "ODT", "ODS", "HTML", "URL", "USB", "QR", "SMS", "GPS", "CD", "DVD", "WCAG",
    "A&E", "HM", "AM", "PM", "BST", "GMT", "AD", "BC", "OK", "RSVP", "PO",
    # Titles and honours behind or before a name.
    "DC", "DS", "DI", "DCI", "CBE", "OBE", "MBE", "QPM", "KPM", "QC", "KC", "JP", "DL", "BA", "MA", "LLB",
    # Numbers in Roman letters.
    "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII",
}  # fmt: skip

# Capitals or figures that are names of roads, places in a post code, forms: never short for anything here.
ACRONYM = re.compile(r"(?<![\w£@./\[-])([A-Z][A-Z&]*[A-Z](?:-[A-Z]{2,})*)(?:s|’s|'s)?(?![\w@]|-\d|\.\w)")

# Small words that lend no letter to an acronym, or stand between it and its words: “RMS stands for records management system”.
LETTERLESS = {"a", "an", "and", "at", "by", "for", "in", "is", "means", "of", "on", "short", "stands", "the", "to", "with"}

# Plain words that people put in capitals to be heard.
SHOUTED = {
    "ALL", "ALWAYS", "AND", "ANY", "ARE", "ATTENTION", "BE", "BREAKING", "CALL", "CANNOT", "DO", "EVERY", "FREE", "IMPORTANT", "IS", "MUST", "NEVER",
    "NEW", "NEWS", "NO", "NOT", "NOTE", "NOTICE", "NOW", "ONLY", "OR", "PLEASE", "POLICE", "STOP", "THE", "THIS", "UPDATE", "URGENT", "WARNING", "WILL",
    "YOU", "YOUR",
}  # fmt: skip

# Words that may rightly stand twice: “he had had”, “it is said that that man”.
TWICE_ALLOWED = {"had", "that", "bye", "hear", "very"}

# A mobile number as people write it in Britain: 07, or +44 7, and nine more figures with anything between them.
GAP = r"[\s.()/-]*"
MOBILE = re.compile(rf"(?<![\d+])(?:\(?\+{GAP}44|\(?00{GAP}44){GAP}(?:0{GAP})?7(?:{GAP}\d){{9}}(?!{GAP}\d)|(?<![\d+])\(?0{GAP}7(?:{GAP}\d){{9}}(?!\d)")

# An address at which one person reads: first.last@, j.smith@, an officer's number@. Not that of a team.
EMAIL = re.compile(r"(?<![\w.+'’-])[\w.+'’-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}")
PERSONAL = re.compile(r"[a-z'’]+(?:[._-][a-z'’]+)+\d{0,3}|\d{3,6}|[a-z]{1,2}\d{3,6}")
TEAMS = {
    "access", "admin", "appeals", "applications", "board", "care", "centre", "clerk", "commissioner", "comms", "communications", "community", "complaints",
    "conduct", "contact", "control", "corporate", "counter", "crime", "customer", "customers", "data", "desk", "digital", "duty", "east", "editor", "enquiries",
    "enquiry", "events", "feedback", "fire", "foi", "force", "forensics", "freedom", "fraud", "general", "governance", "grants", "headquarters", "hello", "help",
    "helpdesk", "hr", "info", "information", "inquiries", "jobs", "legal", "mail", "media", "midlands", "modern", "news", "newsdesk", "office", "officer",
    "online", "opcc", "opfcc", "operations", "panel", "pcc", "pfcc", "phishing", "police", "policy", "post", "press", "privacy", "professional", "programme",
    "protection", "public", "records", "recruitment", "region", "report", "reports", "requests", "rescue", "responder", "room", "safety", "secretary", "security",
    "service", "services", "sexual", "single", "standards", "station", "subject", "support", "team", "transparency", "unit", "victim", "victims", "volunteers",
    "watch", "web", "webmaster", "website", "witness", "young",
}  # fmt: skip

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
# 3/4/2026, 03-04-26: the third of April here, the fourth of March elsewhere.
DATE_IN_FIGURES = re.compile(r"(?<![\w/.£-])(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|[12]\d|3[01])\1(?:(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)")
# April 25, 2026 and April 25th.
AMERICAN_DATE = re.compile(rf"\b(?:{MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}}\b|(?=[,.;:)]|$))")

# What is left of a text that was to be finished later.
UNFINISHED = re.compile(r"\b(?:lorem ipsum|TBC|TBA|TBD|TODO|FIXME|XX+)\b|\[(?:insert|add|name|date|number|link|tbc)\b[^\]]*\]|\?\?\?+", re.IGNORECASE)

# An alternative text that says what a browser knows already, or only what the file is called.
POOR_ALTERNATIVE = re.compile(r"(?:an? |the )?(?:picture|image|photo|photograph|graphic|logo|screenshot)s?(?: of\b|$)|(?:img|dsc|pxl|image|photo|screenshot)[ _-]?\d+|\S+\.(?:jpe?g|png|webp|gif)", re.IGNORECASE)

# Ends of sentences: not after an initial, nor within a figure.
SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)[”’)]*\s+(?=[A-Z0-9“‘(£])")
WORD = re.compile(r"[A-Za-z][\w’'-]*|[£\d][\d,.%]*")

DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"), "")


def levelled(text: str) -> str:
    """The text with every kind of figure, space and dash as the plain one, so that no disguise passes."""
    return unicodedata.normalize("NFKC", text).translate(DASHES)
