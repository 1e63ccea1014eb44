// Look for a reader while somebody types. Without this file the button asks the server.

const PAUSE = 250; // milliseconds without a letter before the server is asked
const form = document.querySelector("form[data-preview]");
const part = document.getElementById("preview");
let waiting;
let latest = 0;

async function load(address) {
  const turn = (latest += 1);
  const answer = await fetch(address);
  if (!answer.ok || turn !== latest) return;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== latest) return;
  part.replaceChildren(...read.getElementById("preview").childNodes);
  history.replaceState(null, "", address);
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  waiting = setTimeout(() => load(address).catch(() => {}), PAUSE);
});

part.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-reader]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  load(link.href)
    .then(() => part.querySelector("[aria-current]")?.focus())
    .catch(() => location.assign(link.href));
});
