"""Addresses of `registrations`."""

from django.urls import URLPattern, path

from registrations import sheets
from registrations.urls_asking import ASKING
from registrations.urls_people import MISSIONS, WHO_IS_WHO
from registrations.urls_public import FORM, OPENED
from registrations.views import (
    access_lists,
    changes,
    decisions,
    door,
    imports,
    logs,
    people,
    places,
    unreached,
    verbs,
)

app_name = "registrations"
WORK = "work/seminars/<int:pk>/"
GATE = f"{WORK}access/<int:venue>/"
ONE = "work/registrations/<int:pk>/"
DOOR = "door/<int:pk>/"
urlpatterns: list[URLPattern] = [
    *OPENED,
    *MISSIONS,
    *WHO_IS_WHO,
    *ASKING,
    path(WORK, changes.work, name="work"),
    path(f"{WORK}people/", people.people, name="people"),
    path(f"{WORK}people/print/", people.print_list, name="people_print"),
    path(f"{WORK}people/export.csv", people.export_list, name="people_export"),
    path(f"{WORK}people/to-phone/", unreached.to_phone, name="to_phone"),
    path(f"{WORK}people/add/", decisions.add, name="add"),
    path(f"{WORK}people/import/", imports.import_list, name="import_list"),
    path(
        f"{WORK}people/import/<int:draft>/", imports.import_check, name="import_check"
    ),
    path(f"{WORK}access/", access_lists.access, name="access"),
    path(f"{GATE}send/", access_lists.access_send, name="access_send"),
    path(f"{GATE}print/", access_lists.access_print, name="access_print"),
    *[
        path(
            f"{GATE}list.{kind}",
            access_lists.access_file,
            {"kind": kind},
            name=f"access_{kind}",
        )
        for kind in sheets.KINDS
    ],
    path(f"{WORK}kept-places/", places.kept_places, name="kept_places"),
    path(f"{WORK}offers/", places.offers_of, name="offers"),
    path(f"{WORK}announce/", changes.announce, name="announce"),
    path(f"{WORK}versions/<int:version>/undo/", changes.undo, name="undo_change"),
    *[
        path(
            f"{WORK}{name.replace('_', '-')}/",
            changes.change,
            {"name": name},
            name=name,
        )
        for name in verbs.PAGES
    ],
    path(ONE, people.record, name="record"),
    path(f"{ONE}approve/", people.approve, name="approve"),
    path(f"{ONE}decline/", decisions.decline, name="decline"),
    path(f"{ONE}cancel/", decisions.cancel, name="cancel"),
    path(f"{ONE}substitute/", decisions.substitute, name="substitute"),
    path(f"{ONE}correct/", decisions.correct, name="correct"),
    path(f"{ONE}clear-code/", decisions.clear_code, name="clear_code"),
    path(f"{ONE}organisation/", decisions.identify_organisation, name="organisation"),
    path(f"{ONE}person/", decisions.identify_person, name="person"),
    path(f"{ONE}access/<int:venue>/", access_lists.access_note, name="access_note"),
    path("door/", door.today, name="doors"),
    path(DOOR, door.door, name="door"),
    path(f"{DOOR}print/", door.door_print, name="door_print"),
    path(f"{DOOR}sheet/", door.sheet, name="door_sheet"),
    path(f"{DOOR}log/", logs.log, name="log"),
    path(f"{DOOR}log/<int:draft>/", logs.log_check, name="log_check"),
    path(f"{DOOR}walk-in/", door.walk_in, name="walk_in"),
    path(f"{DOOR}<int:registration>/here/", door.check_in, name="check_in"),
    path(f"{DOOR}<int:registration>/undo/", door.undo, name="undo"),
    path(f"{DOOR}<int:registration>/", door.mark, name="mark"),
]
public_urlpatterns: list[URLPattern] = [*FORM]
