"""Where organisers write what they tell missions; sending is at the desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from briefings import merging
from briefings.desk_forms import AttachmentForm
from briefings.models import Attachment, Briefing, BriefingState, SenderIdentity
from briefings.services import attachments
from unitar_seminars.admin import Rows, SavesChangedFields, refusing
from unitar_seminars.templatetags.ui import status_badge
from users.models import Actor

SIDE_BY_SIDE = (
    (_("English"), {"fields": ["subject_en", "body_en"]}),
    (_("French"), {"fields": ["subject_fr", "body_fr"]}),
)
TO_WHOM = ["audience", "sender"]
TOPIC = ["seminar", "series", "themes"]
BEHIND = [*TOPIC, "preparatory_update", "chair_term", "documents"]
FRAME = ["kind", "slug", "is_public", "send_at", "hours_late"]
BY_HAND = ["fields_known", "desk"]
NOT_SAVED = _(
    "It was submitted, so nothing was saved: take it back at its desk to edit it,"
    " unless it has left."
)


def is_draft(briefing: Model | None) -> bool:
    return briefing is None or briefing.state == BriefingState.DRAFT


class AttachmentRows(Rows):
    """Files come and go while it is a draft; a file is never changed in its place."""

    model = Attachment
    form = AttachmentForm
    fields = ["name", "size", "file"]
    readonly_fields = ["name", "size"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        return super().get_queryset(request).light().order_by("pk")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.fields if is_draft(obj) else ["name", "size"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_draft(obj) and super().has_delete_permission(request, obj)


@admin.register(Briefing)
class BriefingAdmin(SavesChangedFields):
    """Texts are edited while they are drafts; a submitted one is taken back first."""

    list_display = ["subject_", "kind", "audience", "state_", "writer", "desk"]
    list_filter = ["state", "kind", "audience"]
    list_select_related = ["written_by", "audience", "mailing"]
    search_fields = ["subject_en", "subject_fr", "body_en", "body_fr"]
    autocomplete_fields = ["audience", "seminar", "preparatory_update"]
    prepopulated_fields = {"slug": ["subject_en"]}
    filter_horizontal = ["documents", "themes"]
    inlines = [AttachmentRows]
    fieldsets = [
        *SIDE_BY_SIDE,
        (_("Merge fields"), {"fields": ["fields_known"]}),
        (_("To whom"), {"fields": TO_WHOM}),
        (_("What is behind it"), {"fields": BEHIND}),
        (_("When and where"), {"fields": [*FRAME, "desk"]}),
    ]
    ordering = ["-pk"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Briefing | None = None
    ) -> list[str]:
        if is_draft(obj) or "body_en" in request.POST:  # typed while it was a draft
            return BY_HAND
        return [field for _title, part in self.fieldsets for field in part["fields"]]

    def get_form(
        self, request: HttpRequest, obj: Briefing | None = None, **kwargs: Any
    ) -> type[ModelForm]:
        """Refuse what was typed into a page that was opened before it was submitted."""
        form = super().get_form(request, obj, **kwargs)
        is_late = request.method == "POST" and not is_draft(obj)
        return refusing(form, ValidationError(NOT_SAVED)) if is_late else form

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Briefing | None = None
    ) -> dict[str, list[str]]:
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(
        self, request: HttpRequest, obj: Briefing | None = None
    ) -> bool:
        return super().has_delete_permission(request, obj) and is_draft(obj)

    def view_on_site(self, briefing: Briefing) -> str:
        if briefing.is_public and briefing.published_at:
            return briefing.get_absolute_url()
        return reverse("briefings:desk", args=[briefing.pk])

    def save_model(self, request, obj, form, change) -> None:
        """Whoever wrote last is who wrote it: another has to let it out."""
        obj.written_by = request.user
        super().save_model(request, obj, form, change)
        if form.changed_data:
            obj.save(update_fields=["written_by"])

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool
    ) -> None:
        """Keep files by their verb; whoever attaches one writes, too."""
        if formset.model is not Attachment:
            super().save_formset(request, form, formset, change)
            return
        briefing: Briefing = form.instance
        by, at = Actor.of(request), timezone.now()
        formset.save(commit=False)
        for gone in formset.deleted_objects:
            gone.delete()
        for file in filter(None, map(file_of, formset.extra_forms)):
            attach = attachments.attach
            self.tell(request, attach, briefing, file.name, file.read(), by=by, at=at)
        if formset.has_changed():
            drafts = Briefing.objects.filter(pk=briefing.pk, state=BriefingState.DRAFT)
            drafts.update(written_by=request.user)

    def tell(
        self,
        request: HttpRequest,
        verb: Callable[..., Any],
        briefing: Briefing,
        *args: Any,
        **acting: Any,
    ) -> bool:
        """Do a verb; show why it refuses, if it does."""
        try:
            verb(briefing, *args, **acting)
        except ValidationError as refusal:
            messages.error(request, f"{briefing}: {' '.join(refusal.messages)}")
            return False
        return True

    @admin.display(description=_("subject"), ordering="subject_en")
    def subject_(self, briefing: Briefing) -> str:
        return str(briefing)

    @admin.display(description=_("state"), ordering="state")
    def state_(self, briefing: Briefing) -> SafeString:
        return status_badge(*briefing.stage())

    @admin.display(description=_("written by"), ordering="written_by")
    def writer(self, briefing: Briefing) -> str:
        return briefing.written_by.get_full_name()

    @admin.display(description=_("filled for each reader"))
    def fields_known(self, briefing: Briefing) -> str:
        said = (f"[[{name}]] {what}" for name, what in merging.FIELDS.items())
        return "; ".join(said)

    @admin.display(description=_("desk"))
    def desk(self, briefing: Briefing) -> SafeString | str:
        if briefing.pk is None:
            return _("Save it first; then it can be read, submitted and sent there.")
        address = reverse("briefings:desk", args=[briefing.pk])
        return format_html('<a href="{}">{}</a>', address, _("Read, submit, send"))


def file_of(form: ModelForm) -> Any:
    return form.cleaned_data.get("file") if form.has_changed() else None


@admin.register(SenderIdentity)
class SenderIdentityAdmin(SavesChangedFields):
    """In whose name briefings go out."""

    list_display = ["name", "reply_to"]
    search_fields = ["name_en", "name_fr", "reply_to"]
    ordering = ["name_en", "pk"]
