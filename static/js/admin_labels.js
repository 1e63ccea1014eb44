// Name the controls of the admin that have no label of their own: cells of a table
// after their column, and boxes that a script draws after the field they stand for.
// Tables that scroll and hold no control are made to be reached by the keyboard.

const CONTROLS = "td :is(input:not([type=hidden]), select, textarea), .datetime input";
const REACHED = "a[href], button, input:not([type=hidden]), select, textarea";

function columnOf(cell) {
  return cell.closest("table").tHead?.rows[0].cells[cell.cellIndex];
}

function wordsFor(control) {
  const cell = control.closest("td");
  const group = cell ? columnOf(cell) : control.closest("fieldset")?.querySelector("legend");
  return [group, control.previousSibling]
    .map((part) => part?.textContent.trim().replace(/\s*[:?]$/, ""))
    .filter(Boolean)
    .join(", ");
}

function nameCells(root) {
  for (const control of root.querySelectorAll(CONTROLS)) {
    const named = control.labels?.length || control.ariaLabel;
    const words = named ? "" : wordsFor(control);
    if (words) control.ariaLabel = words;
  }
}

function nameBoxes(root) {
  for (const box of root.querySelectorAll(".select2-selection")) {
    const field = box.closest(".select2")?.previousElementSibling;
    const words = field?.labels?.[0]?.textContent.trim().replace(/:$/, "") || field?.ariaLabel;
    if (!words) continue;
    box.ariaLabel = words;
    const shown = box.querySelector("[role=textbox], [role=searchbox]");
    if (shown) shown.ariaLabel = words;
  }
}

function nameIcons(root) {
  for (const icon of root.querySelectorAll(".help-tooltip[aria-label]:not([role])")) {
    icon.role = "img";
  }
}

function openTables() {
  for (const group of document.querySelectorAll(".inline-group")) {
    const isReached = group.querySelector(REACHED) || group.scrollWidth <= group.clientWidth;
    if (isReached) continue;
    group.tabIndex = 0;
    group.role = "region";
    group.ariaLabel = group.querySelector(".inline-heading")?.textContent.trim();
  }
}

function nameAll() {
  openTables();
  nameIcons(document);
  nameCells(document);
  nameBoxes(document);
}

nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
addEventListener("resize", openTables);
