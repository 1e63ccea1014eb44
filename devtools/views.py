"""Pages of the sample set-up: who may come in with one click, and what was mailed.

`devtools.urls` is routed where SAMPLE_SETUP says so and nowhere else.
"""

from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from devtools import mailbox
from devtools.roles import ROLES, Role

SHOWN = 200  # messages on the mailbox page
# A mail's HTML is a stranger here: no script, no form, no way to our cookies.
SANDBOX = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "sandbox": [],
    "frame-ancestors": "'none'",
}


@require_safe
@login_not_required
def roles(request: HttpRequest) -> HttpResponse:
    return render(request, "devtools/roles.html", {"roles": ROLES})


@require_http_methods(["GET", "POST"])
@login_not_required
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    role = role_called(slug)
    account = get_object_or_404(get_user_model(), email=role.email, is_active=True)
    if request.method == "POST":
        login(request, account, "django.contrib.auth.backends.ModelBackend")
        return redirect(role.start)
    return render(request, "devtools/enter.html", {"role": role})


def role_called(slug: str) -> Role:
    for role in ROLES:
        if role.slug == slug:
            return role
    raise Http404


@require_safe
@login_not_required
def mail_list(request: HttpRequest) -> HttpResponse:
    to = request.GET.get("to", "").strip()
    mails = mailbox.newest(to=to, limit=SHOWN)
    return render(request, "devtools/mailbox.html", {"mails": mails, "to": to})


@require_safe
@login_not_required
def mail(request: HttpRequest, file: str, number: int) -> HttpResponse:
    context = {"mail": mail_or_404(file, number)}
    return render(request, "devtools/mail.html", context)


@require_safe
@login_not_required
def mail_html(request: HttpRequest, file: str, number: int) -> HttpResponse:
    response = HttpResponse(mail_or_404(file, number).html)
    response._csp_config = SANDBOX
    return response


@require_safe
@login_not_required
def mail_file(
    request: HttpRequest, file: str, number: int, position: int
) -> HttpResponse:
    files = mail_or_404(file, number).files
    if position >= len(files):
        raise Http404
    part = files[position]
    name = part.name.replace('"', "")
    return HttpResponse(
        part.content,
        content_type=part.kind.split()[0],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def mail_or_404(file: str, number: int) -> mailbox.Mail:
    found = mailbox.find(file, number)
    if found is None:
        raise Http404
    return found
