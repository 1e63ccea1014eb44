"""The real addresses and, beside them, pages that show the frame at work."""

from allauth.account.models import EmailAddress
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.defaults import server_error

from unitar_seminars.styleguide import styleguide
from unitar_seminars.urls import urlpatterns as real
from users.models import User


class AddressInline(admin.TabularInline):
    model = EmailAddress
    extra = 1


class AddressBox(admin.StackedInline):
    model = EmailAddress
    extra = 1


class AccountAdmin(admin.ModelAdmin):
    inlines = (AddressInline, AddressBox)
    list_display = ("email", "name", "is_staff")
    list_editable = ("name",)
    list_filter = ("is_staff",)
    search_fields = ("email",)
    filter_horizontal = ("groups",)


class AddressAdmin(admin.ModelAdmin):
    autocomplete_fields = ("user",)


site = admin.AdminSite()
site.register(User, AccountAdmin)
site.register(EmailAddress, AddressAdmin)
site.register(Group)


@login_not_required
def refusal(request: HttpRequest, page: int) -> HttpResponse:
    if page == 500:
        return server_error(request)
    return render(request, f"{page}.html", status=page)


urlpatterns = [
    path("admin/", site.urls),
    *i18n_patterns(
        path("styleguide/", styleguide, name="styleguide"),
        path("refusals/<int:page>/", refusal),
        prefix_default_language=False,
    ),
    *(pattern for pattern in real if str(pattern.pattern) != "admin/"),
]
