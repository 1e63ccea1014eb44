// Name the controls of the admin that have no label of their own: cells of a table
// after their column, and boxes that a script draws after the field they stand for.

const CONTROLS = "td :is(input:not([type=hidden]), select, textarea)";

function columnOf(control) {
  const cell = control.closest("td");
  const head = cell.closest("table").tHead;
  const words = head?.rows[0].cells[cell.cellIndex]?.textContent.trim() ?? "";
  const before = control.previousSibling?.textContent.trim() ?? "";
  return [words, before].filter(Boolean).join(", ").replace(/[:?]$/, "");
}

function nameCells(root) {
  for (const control of root.querySelectorAll(CONTROLS)) {
    const named = control.labels?.length || control.ariaLabel;
    const words = named ? "" : columnOf(control);
    if (words) control.ariaLabel = words;
  }
}

function nameBoxes(root) {
  for (const box of root.querySelectorAll(".select2-selection")) {
    const field = box.closest(".select2")?.previousElementSibling;
    const words = field?.labels?.[0]?.textContent.trim().replace(/:$/, "") || field?.ariaLabel;
    if (!words) continue;
    box.ariaLabel = words;
    const shown = box.querySelector("[role=textbox]");
    if (shown) shown.ariaLabel = words;
  }
}

function nameAll() {
  nameCells(document);
  nameBoxes(document);
}

nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
