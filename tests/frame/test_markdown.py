"""Markdown of ours becomes HTML that can do no harm."""

import pytest

from unitar_seminars.markdown import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A **strong** *word*.", "<p>A <strong>strong</strong> <em>word</em>.</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("# Top", "<h3>Top</h3>"),
        ("###### Deep", "<h6>Deep</h6>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
        (
            "[x](https://example.org)",
            '<p><a href="https://example.org" rel="noopener">x</a></p>',
        ),
        ("![x](https://example.org/x.png)", None),
        ("", ""),
    ],
)
def test_text_becomes_plain_html(text, html):
    drawn = to_html(text).strip()

    assert "<img" not in drawn
    assert html is None or drawn == html
