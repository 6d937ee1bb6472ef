"""Any page on paper: a document with its address and its date, without ways around that paper does not have."""

import re

import pytest

from . import tour


@pytest.mark.parametrize(("address", "target"), [
    ("/derbyshire-police/about-us/east-midlands-police-collaboration/", "/history/"),
    ("/leicestershire-opcc/planning-and-money/collaboration/", "https://"),
    ("/units/emsou/", "https://"),
])  # fmt: skip
def test_a_printed_page_says_where_its_links_lead(open_page, address, target):
    page = open_page(address)
    page.emulate_media(media="print")
    after = page.evaluate("[...document.querySelectorAll('main a')].map(one => [one.getAttribute('href'), getComputedStyle(one, '::after').content])")
    assert [content for href, content in after if href.startswith(target) and content == f'" (" "{href}" ")"' or content == f'" ({href})"']


@pytest.mark.parametrize("site", tour.KINDS.values(), ids=tour.KINDS)
def test_a_dark_screen_prints_black_on_white(open_page, site):
    page = open_page(f"{site}units/", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ink, paper = page.evaluate("[getComputedStyle(document.querySelector('main p')).color, getComputedStyle(document.body).backgroundColor]")
    assert paper == "rgb(255, 255, 255)"
    assert max(int(part) for part in re.findall(r"\d+", ink)) < 100


def test_nothing_on_paper_needs_a_background(open_page):
    page = open_page("/gallery/", reduced_motion="reduce")  # no colour is caught on its way to another
    page.emulate_media(media="print")
    pale = """() => [...document.querySelectorAll("main *")].filter(one => one.checkVisibility() && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
        && getComputedStyle(one).color.match(/\\d+/g).slice(0, 3).every(part => part > 180)).map(one => one.outerHTML.slice(0, 100))"""
    assert page.evaluate(pale) == []


def test_a_page_becomes_a_short_pdf(open_page):
    page = open_page("/derbyshire-police/about-us/east-midlands-police-collaboration/")
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) <= 4
