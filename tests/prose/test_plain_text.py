"""Rich text as plain text, as newsrooms paste it."""

import pytest

from collaboration.plain_text import plain_text


@pytest.mark.parametrize(("html", "text"), [
    ("<p>One.</p><p>Two  lines<br>of it.</p>", "One.\n\nTwo lines\nof it."),
    ("<h2 id='a'>Head</h2>\n<p>Text &amp; more &lt;b&gt;.</p>", "Head\n\nText & more <b>."),
    ("<p>As:</p>\n<ul>\n<li>first</li>\n<li>second\n<ul>\n<li>inner</li>\n</ul>\n</li>\n</ul>\n<p>After.</p>", "As:\n\n- first\n- second\n- inner\n\nAfter."),
    ("<ol start='3'><li><p>three</p></li><li>four</li></ol><p>After.</p>", "3. three\n4. four\n\nAfter."),
    ("<p><a href='/x/'>Here</a>, <a href='https://a.org/'>a.org</a>, <a href='mailto:a@b.org'>a@b.org</a>, <a href='tel:01154960000'>0115 496 0000</a>, <a href='#x'>below</a>.</p>", "Here (https://host/x/), a.org, a@b.org, 0115 496 0000, below."),
    ("<figure class='quote'><blockquote><p>We did.</p><p>All of it.</p></blockquote><figcaption><span>Ann</span>, chief</figcaption></figure><p>X</p>", "“We did.\n\n“All of it.”\n\n– Ann, chief\n\nX"),
    ("<blockquote>“Bare.”</blockquote><p>X</p>", "“Bare.”\n\nX"),
    ("<div><table><caption>Cap</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td><p>1</p></td><td><ul><li>x</li><li>y</li></ul></td></tr></tbody></table></div><p>X</p>", "Cap\n\nA | B\n1 | x y\n\nX"),
    ("<dl><dt>T</dt><dd>D</dd></dl><hr><p>X</p>", "T\n\nD\n\nX"),
    ("<figure><picture><img src='/a.jpg' alt='A tree'></picture><figcaption>In May.</figcaption></figure><p>X</p>", "[A tree]\n\nIn May.\n\nX"),
    ("", ""),
    ("<ul><li></li></ul><p> </p>", ""),
])  # fmt: skip
def test_each_kind_of_block_reads_as_people_would_type_it(html, text):
    assert plain_text(html, "https://host/") == text
