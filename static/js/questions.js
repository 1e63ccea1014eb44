// Hide questions whose condition isn't met. Without this file all of them are shown, and
// the server leaves out answers to those that do not matter.

const form = document.querySelector("form[data-people], form[data-asked]");

function said(name) {
  const controls = [...form.querySelectorAll(`[name="${name}"]`)];
  const shown = controls.filter((control) => !control.closest("[hidden]"));
  const chosen = shown.filter((control) => control.type !== "checkbox" || control.checked);
  return chosen.map((control) => control.value);
}

function show() {
  for (const field of form.querySelectorAll("[data-shown-when]")) {
    field.hidden = !said(field.dataset.shownWhen).includes(field.dataset.shownFor);
  }
}

if (form) {
  form.addEventListener("change", show);
  form.addEventListener("click", () => setTimeout(show));
  show();
}
