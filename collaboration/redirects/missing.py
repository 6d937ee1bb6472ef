"""Counting what is asked for and is not there, at next to no cost to whoever asks."""

import re

from collaboration.publishers.models import Publisher
from collaboration.tally import Tally

from .models import MissingAddress, bare

LONGEST = 200

# What programs that look for holes ask every site for.
NOISE = re.compile(
    r"(^|/)\.|\.(php\d?|aspx?|jspx?|cgi|pl|env|ini|ya?ml|sql|sqlite3?|bak|old|log|key|pem|zip|t?gz|rar|7z|exe|dll|sh|map)(/|$)"
    r"|(^|/)(wp-|wordpress/|xmlrpc|cgi-bin|phpmyadmin|pma|adminer|vendor/|node_modules|actuator|solr|owa/|autodiscover|boaform|hnap1|sdk/|_profiler|telescope)",
    re.I,
)
# Something that may be about one person: an e-mail address, or a part that looks like a reference or a key.
PERSONAL = re.compile(
    r"@|(^|/)(?=[A-Z-]*\d)[A-Z0-9-]{12,}(/|$)|(?=[a-z0-9]*[A-Z])(?=[A-Za-z]*\d)[A-Za-z0-9]{14,}",
)

tally = Tally(MissingAddress, "path", most=5000)


def count(publisher: Publisher, path: str) -> None:
    """Count one more visitor who did not find the path, if it is one that an editor can act upon."""
    kept = bare(path)
    if is_worth_counting(kept):
        tally.add(publisher, kept)


def is_worth_counting(path: str) -> bool:
    """Whether an address is one that a reader may have meant, and tells nothing of who they are."""
    return bool(path) and len(path) <= LONGEST and path.isprintable() and not NOISE.search(path) and not PERSONAL.search(path)
