// Add and remove people on the form without asking the server, with its own markup.
// Without this file the same buttons send the form, which comes back as it was typed.

const MOST = 20;
const SHARED = ["organisation", "sector", "country", "address", "language"];
const NUMBERED = ["id", "name", "for", "aria-describedby", "data-shown-when"];

const form = document.querySelector("form[data-people]");
const rows = () => [...form.querySelectorAll("[data-person]")];

function fill(pattern, n, total) {
  return pattern.replace("[n]", n).replace("[total]", total);
}

function number(row, n, total) {
  for (const name of NUMBERED) {
    for (const element of row.querySelectorAll(`[${name}]`)) {
      const said = element.getAttribute(name);
      element.setAttribute(name, said.replaceAll(/person-\d+-/g, `person-${n}-`));
    }
  }
  const { legend, remove, alone } = form.dataset;
  row.querySelector("legend").textContent = total > 1 ? fill(legend, n, total) : alone;
  const button = row.querySelector("[name=remove]");
  button.value = n;
  button.textContent = fill(remove, n, total);
  button.parentElement.hidden = total === 1;
}

function numberAll() {
  const people = rows();
  people.forEach((row, index) => number(row, index + 1, people.length));
  form.querySelector("[data-ask]").textContent = form.dataset.asks.split("|")[people.length - 1];
  form.querySelector("[data-add]").hidden = people.length >= MOST;
}

function forgetErrors(row) {
  for (const error of row.querySelectorAll(".field__error")) error.remove();
  for (const field of row.querySelectorAll(".field--bad")) field.classList.remove("field--bad");
  for (const control of row.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    const hints = (control.getAttribute("aria-describedby") ?? "").split(" ");
    const kept = hints.filter((id) => id && !id.endsWith("_error"));
    if (kept.length) control.setAttribute("aria-describedby", kept.join(" "));
    else control.removeAttribute("aria-describedby");
  }
}

function startEmpty(row, above) {
  for (const control of row.querySelectorAll("input, select, textarea")) {
    const name = control.name.replace(/^person-\d+-/, "");
    if (SHARED.includes(name)) control.value = above.querySelector(`[name="${control.name}"]`).value;
    else if (control.matches("select")) control.selectedIndex = 0;
    else if (control.type === "checkbox") control.checked = false;
    else control.value = "";
  }
}

function add() {
  const above = rows().at(-1);
  const row = above.cloneNode(true);
  forgetErrors(row);
  startEmpty(row, above);
  const address = row.querySelector("[name$=-address]");
  address.value ||= form.querySelector("[name=address]").value;
  above.after(row);
  numberAll();
  row.querySelector("select, input").focus();
}

function remove(row) {
  const place = rows().indexOf(row);
  row.remove();
  numberAll();
  const next = rows()[place] ?? rows().at(-1);
  next.querySelector("select, input").focus();
}

form?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.name === "add" && rows().length < MOST) {
    event.preventDefault();
    add();
  } else if (button?.name === "remove" && rows().length > 1) {
    event.preventDefault();
    remove(button.closest("[data-person]"));
  }
});
