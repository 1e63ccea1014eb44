"""Accounts, and what was done with them."""

from allauth.account import admin as account_admin
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unitar_seminars.admin import ReadOnly, SavesChangedFields
from unitar_seminars.comparing import label_of
from users.models import AuditEntry, User

# allauth's own pages, which importing them has registered, would print secrets and
# put addresses into the admin's log.
REPLACED = {
    EmailAddress: account_admin.EmailAddressAdmin,
    Authenticator: mfa_admin.AuthenticatorAdmin,
}
admin.site.unregister(list(REPLACED))


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly):
    """Second factors, without their secrets; a lost one is deleted here."""

    list_display = ("account", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = ("type",)
    search_fields = ("user__email", "user__name")
    search_help_text = _("Search by account.")
    ordering = ("-created_at",)
    fields = ("account", "type", "created_at", "last_used_at")

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return request.user.is_superuser

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Leave no recovery codes alone: they are no factor, and look like one."""
        super().delete_model(request, obj)
        delete_dangling_recovery_codes(obj.user)

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[Authenticator]
    ) -> None:
        owners = {factor.user for factor in queryset.select_related("user")}
        super().delete_queryset(request, queryset)
        for owner in owners:
            delete_dangling_recovery_codes(owner)

    @admin.display(description=_("account"))
    def account(self, factor: Authenticator) -> str:
        return label_of(factor.user)


@admin.register(User)
class UserAdmin(SavesChangedFields):
    """Accounts have no password: a code goes to the address, which staff vouch for."""

    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    search_help_text = _("Search by e-mail address or name.")
    ordering = ("email",)
    filter_horizontal = ("groups",)
    fields = (
        "email",
        "name",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "last_login",
        "date_joined",
    )
    readonly_fields = ("last_login", "date_joined")

    def label(self, user: User) -> str:
        return f"{user.name} ({user.email})" if user.name else user.email

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> tuple[str, ...]:
        """Only somebody who may do everything gives that, or a group, away."""
        if request.user.is_superuser:
            return self.readonly_fields
        return (*self.readonly_fields, "is_staff", "is_superuser", "groups")

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        """Another organiser's address is a way into their account: superusers only."""
        return super().has_change_permission(request, obj) and (
            obj is None or not obj.is_staff or request.user.is_superuser
        )

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or not obj.is_staff or request.user.is_superuser
        )

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm, change: bool
    ) -> None:
        if not change:
            obj.set_unusable_password()
        if "email" in form.changed_data:
            obj.email = obj.email.strip().lower()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            vouch_for_address(obj)


def vouch_for_address(user: User) -> None:
    """Make the account's address its only one, known to be right."""
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(
        user=user, email=user.email, primary=True, verified=True
    )


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ("at", "verb", "thing", "who", "why")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("thing", "verb", "why")
    search_help_text = _("Search by verb, reason or thing, as in seminars.seminar:7.")
    ordering = ("-at", "-pk")
    show_full_result_count = False

    @admin.display(description=_("who"))
    def who(self, entry: AuditEntry) -> str:
        return entry.who
