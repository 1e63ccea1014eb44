"""The components of every page. What each takes stands in its signature."""

from functools import cache

from django import template
from django.template.defaultfilters import capfirst
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import (
    get_language,
    get_language_bidi,
    get_language_info,
)

from unitar_seminars import charts, errors, hours, markdown

register = template.Library()

ICON = "favicon.svg"
SHEETS = ("tokens", "base", "layout", "components", "pages", "print")
# A state is told by a word, a shape and a colour; this is the shape.
BADGES = {
    "confirmed": "announced approved attended confirmed current present published sent",
    "waiting": "amended offered queued running sending submitted waiting",
    "pending": "draft invited partial paused pending planned proposed scheduled"
    " uncertain",
    "held": "delivered done excused held issued past purged retained",
    "cancelled": "absent bounced cancelled declined expired failed missed postponed"
    " recalled rejected revoked suppressed withdrawn",
}
SHAPES = {state: shape for shape, states in BADGES.items() for state in states.split()}


@register.simple_tag
@cache
def looks():
    """Link the icon and our sheets, in the order of their layers; drawn once."""
    icon = format_html('<link rel="icon" href="{}" type="image/svg+xml">', static(ICON))
    sheets = [(static(f"css/{name}.css"),) for name in SHEETS]
    linked = format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)
    return format_html("{}\n{}", icon, linked)


@register.simple_block_tag
def panel(content, heading, *, level=2, id="", is_next=False, is_small=False):
    """Give one thing a ground of its own: {% panel heading %}…{% endpanel %}."""
    return format_html(
        '<section class="panel{} stack" aria-labelledby="{id}">'
        '<h{level}{} id="{id}">{}</h{level}>{}</section>',
        " panel--next" if is_next else "",
        mark_safe(' class="h3"') if is_small else "",
        heading,
        content,
        level=level,
        id=id or f"panel-{slugify(heading, allow_unicode=True)}",
    )


@register.simple_block_tag
def section(content, heading, *, note="", id=""):
    """Set matter beside its heading: {% section heading %}…{% endsection %}."""
    return format_html(
        '<section class="section" aria-labelledby="{id}"><div class="stack">'
        '<h2 id="{id}">{}</h2>{}</div><div class="stack">{}</div></section>',
        heading,
        format_html('<p class="small soft">{}</p>', note) if note else "",
        content,
        id=id or f"section-{slugify(heading, allow_unicode=True)}",
    )


@register.simple_tag
def status_badge(status, label=""):
    """Tell a state: `status` chooses the shape, `label` is the word to read."""
    shape = SHAPES.get(str(status), "")
    return format_html(
        '<span class="badge{}">{}</span>',
        f" badge--{shape}" if shape else "",
        label or capfirst(getattr(status, "label", status)),
    )


@register.simple_tag
def when(starts_at, ends_at=None):
    """Say when, with day, hours and zone."""
    return _time(starts_at, hours.when(starts_at, ends_at))


@register.simple_tag
def when_text(starts_at, ends_at=None):
    """Say when, without markup: for plain text and attributes."""
    return hours.when(starts_at, ends_at)


@register.simple_tag
def moment(at):
    """Name one moment inside a sentence, with its zone."""
    return _time(at, hours.moment(at))


@register.simple_tag
def moment_text(at):
    """Name one moment without markup."""
    return hours.moment(at)


@register.simple_tag
def day(on):
    """Name a day with its weekday."""
    return hours.day(on)


@register.simple_tag
def days(first, last=None, *, year=True):
    """Name a day, or several: 11–13 June 2008; without the year under a year's head."""
    return hours.days(first, last, year=year)


@register.simple_tag
def hours_text(starts_at, ends_at=None):
    """Give hours alone, where the zone stands beside them."""
    return hours.hours(starts_at, ends_at)


@register.filter
def lasting(seconds):
    """Say how long something takes: 2 minutes, 90 seconds."""
    return hours.lasting(seconds)


@register.simple_tag
def empty_state(text):
    """Say what is missing and when it will come."""
    return format_html('<p class="empty">{}</p>', text)


@register.inclusion_tag("ui/_seat_dots.html")
def seat_dots(taken, total):
    """Draw each seat, taken or free; the words beside it carry the meaning."""
    dots = charts.seat_dots(taken, total, mirrored=get_language_bidi())
    return {"dots": dots, "height": dots[-1].y + 7 if dots else 0}


@register.inclusion_tag("ui/_bar_chart.html")
def bar_chart(rows, *, title, id, series=()):
    """Draw (label, [values]) rows; None is hidden; `series` names two values a row."""
    mirrored = get_language_bidi()
    placed = charts.bar_rows(rows, mirrored=mirrored)
    return {
        "rows": placed,
        "height": placed[-1].bottom + 6 if placed else 0,
        "title": title,
        "id": id,
        "series": series,
        "edge": "100%" if mirrored else "0",
        "sign": "-" if mirrored else "",
        "mirrored": mirrored,
    }


@register.simple_tag
def field(bound, *, size=""):
    """Show one form field; `size` is short, long or wide, else half the width."""
    return bound.render(context={"field": bound, "size": size})


@register.filter
def field_size(bound):
    """Return the size that the form names for this field in its `field_sizes`."""
    return getattr(bound.form, "field_sizes", {}).get(bound.name, "")


@register.inclusion_tag("_errors.html")
def error_summary(*forms):
    """List what needs attention in these forms and formsets, each entry a link."""
    return {"problems": errors.problems(forms)}


@register.filter
def is_refused(form):
    """Return whether a form or formset was sent and did not pass."""
    return bool(getattr(form, "is_bound", False)) and not form.is_valid()


@register.filter
def button_class(tags):
    """Return the class of a button that allauth describes by its tags."""
    if "link" in tags or "cancel" in tags:
        return "button button--link"
    quiet = {"outline", "secondary", "danger", "minor"} & set(tags)
    return "button" if quiet else "button button--primary"


@register.simple_tag
def typed(text):
    """Set apart what somebody typed, so that its direction disturbs nothing."""
    return format_html("<bdi>{}</bdi>", text)


@register.simple_tag
def lang_content(text, lang="", *, element="span"):
    """Print text, marked with its language where that is not the page's."""
    attrs = lang_attrs(lang or text)
    return format_html("<{0}{1}>{2}</{0}>", element, attrs, text)


@register.simple_tag
def lang_attrs(lang) -> SafeString:
    """Return lang and dir for an element, nothing where they are the page's own.

    Takes a code, or a text that knows its language.
    """
    lang = getattr(lang, "lang", lang)
    if not lang or lang == get_language():
        return mark_safe("")
    direction = "rtl" if get_language_info(lang)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', lang, direction)


@register.filter("markdown")
def as_html(text):
    """Turn Markdown of ours into safe HTML."""
    return markdown.to_html(text)


@register.inclusion_tag("ui/_pagination.html", takes_context=True)
def pagination(context, page):
    """Link the pages of a list, keeping what else the address asks for."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1)
    return {"page": page, "numbers": numbers}


def _time(at, text):
    iso = at.astimezone(hours.NEW_YORK).isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', iso, text)
