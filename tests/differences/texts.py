"""Texts made at random, each from a seed, and changed the way people change texts."""

import random

WORDS = ["the", "a", "of", "and", "police", "force", "office", "unit", "meeting", "Monday", "Tuesday", "budget,", "agreement.", "£1,000", "9.30am", "o’clock", "region", "lead", "–", "report;"]
SEEDS = range(60)


def words(dice: random.Random, most: int = 12) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, most)))


def plain_text(dice: random.Random) -> str:
    """Up to eight lines, some of them empty, some the same."""
    return "\n".join(dice.choice(["", words(dice), words(dice, 40)]) for _ in range(dice.randint(0, 8)))


def prose(dice: random.Random) -> str:
    """Up to eight blocks of the marks that are kept."""
    return dice.choice(["", "\n"]).join(block(dice) for _ in range(dice.randint(0, 8)))


def block(dice: random.Random) -> str:
    rows = "".join(f"<tr><td>{words(dice, 3)}</td><td>{words(dice, 3)}</td></tr>" for _ in range(dice.randint(1, 4)))
    return dice.choice([
        f"<p>{words(dice, 40)}</p>",
        f"<p>{words(dice)} &amp; {words(dice)}</p>",
        f"<p>{words(dice)} <a href=\"site:/contact/\">{words(dice, 3)}</a></p>",
        f"<h2>{words(dice, 4)}</h2>",
        "<ul>" + "".join(f"<li>{words(dice, 6)}</li>" for _ in range(dice.randint(1, 5))) + "</ul>",
        f"<table><caption>{words(dice, 3)}</caption><tbody>{rows}</tbody></table>",
        "<hr>",
    ])  # fmt: skip


def with_marks(dice: random.Random, html: str, mark: str) -> tuple[str, list[str]]:
    """The text with new words put in at up to five places between words, and those words, each new to the world."""
    places = [at for at, letter in enumerate(html) if letter == " " and html.rfind("<", 0, at) <= html.rfind(">", 0, at)]
    added = []
    for at in sorted(dice.sample(places, min(len(places), dice.randint(1, 5))), reverse=True):
        added.append(f"{mark}{len(added)}")
        html = f"{html[:at]} {added[-1]}{html[at:]}"
    return html, added


def with_a_part_gone(dice: random.Random, parts: list[str]) -> list[str]:
    """The parts without one of them, now and then."""
    if len(parts) > 1 and dice.random() < 0.3:
        parts = [*parts]
        parts.pop(dice.randrange(len(parts)))
    return parts
