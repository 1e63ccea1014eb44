"""Markdown that staff wrote, as HTML that is safe to print.

Plain CommonMark: what looks like HTML stays text, pictures and scripts don't exist,
and headings start below the page's own.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "hr", "strong", "em", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a", "h3", "h4", "h5", "h6"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
DEEPEST, BELOW_THE_PAGE = 6, 2

parser = MarkdownIt("commonmark", {"html": False}).disable("image")


def to_html(text: str) -> SafeString:
    """Turn a text of ours into paragraphs, lists, links and headings."""
    tokens = parser.parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = f"h{min(int(token.tag[1]) + BELOW_THE_PAGE, DEEPEST)}"
    drawn = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        drawn,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    return mark_safe(clean)
