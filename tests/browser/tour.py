"""A tour of the sites: addresses that between them show every template, on every kind of publisher.

tests/front/test_tour.py visits it too and fails if a template in templates/ is left out.
"""

PROGRAMME = "/"
FORCE = "/derbyshire-police/"
OFFICE = "/leicestershire-opcc/"
FIRE_OFFICE = "/northamptonshire-opfcc/"
KINDS = {"programme": PROGRAMME, "force": FORCE, "office": OFFICE, "fire office": FIRE_OFFICE}
SITES = [
    "/", *(f"/{area}-police/" for area in ("derbyshire", "leicestershire", "lincolnshire", "northamptonshire", "nottinghamshire")),
    *(f"/{area}-opcc/" for area in ("derbyshire", "leicestershire", "lincolnshire", "nottinghamshire")), FIRE_OFFICE,
]  # fmt: skip

# What every site has, below its root.
EVERYWHERE = (
    "", "units/", "units/emsou/", "national-bodies/", "agreements/", "agreements/?state=not-started", "agreements/matrix/", "agreements/timeline/", "agreements/columns/", "agreements/shares/", "agreements/emsou-major-crime-unit/", "agreements/emsou-major-crime-unit/history/",
    "news/", "alerts/", "alerts/asked/", "contact/", "complaints/", "search/", "search/?q=forensics", "search/?q=EMSOU&kind=fact", "search/?q=helicoptr", "search/?q=zzzz", "accessibility/", "privacy/", "not-there/",
)  # fmt: skip
ANSWERS = ("officer", "chief-constable", "commissioner", "commissioner-staff", "outcome", "other")
ALSO = {
    "programme": (
        "agreements/shares/lincolnshire/", "agreements/between/derbyshire/leicestershire/lincolnshire/", "agreements/between/?force=derbyshire", "api/", "forces/", "facts/", "history/", "office-holders/", "publication-duties/", "programme/", "for-residents/", "news/archive/2012/06/", "news/?topic=forensics&unit=npas", "news/report-fraud-replaces-action-fraud/",
        *(f"complaints/?area=lincolnshire&about={about}" for about in ANSWERS),
        *(f"gallery/{name}/" for name in ("400", "403", "403_form", "404_bare", "408", "410", "500", "503")),
    ),
    "force": (
        "about-us/", "about-us/what-derbyshire-shares/", "about-us/east-midlands-police-collaboration/", "complaints/?area=derbyshire&about=officer",
        "complaints/form/?about=officer",
    ),
    "office": (
        "about-us/", "publication-duties/", "planning-and-money/collaboration/", "news/commissioners-invite-scrutiny-of-regional-collaboration/",
        "complaints/form/?about=chief-constable",
    ),
    "fire office": ("about/", "newsletters/2020/", "police-and-crime-plan/regional-collaboration/", "complaints/form/?about=outcome"),
}  # fmt: skip


# What shows the frame of a site around each shape of page: all of EVERYWHERE is visited on one site of either layout.
FRAMES = ("", "units/emsou/", "agreements/", "news/", "contact/", "search/?q=forensics", "not-there/")
IN_FULL = ("programme", "fire office")


def stops(kind: str) -> list[str]:
    """Every address of the tour on the site of this kind."""
    return [KINDS[kind] + path for path in (*(EVERYWHERE if kind in IN_FULL else FRAMES), *ALSO[kind])]
