// Keep a page fresh while what it tells goes on. Without this file its link loads it again.

const EVERY = 2000; // milliseconds
const page = document.querySelector("[data-live]");
const said = document.querySelector("[data-live-said]");

function replace(name, found) {
  const [old, fresh] = [page, found].map((root) => root.querySelector(`[data-live-part=${name}]`));
  const isRead = old?.contains(document.activeElement); // whoever stands at a link in it
  if (old && fresh && !isRead) old.replaceChildren(...fresh.childNodes);
}

function show(found) {
  const isOther = found.dataset.state !== page.dataset.state;
  replace("numbers", found);
  if (isOther) replace("actions", found);
  Object.assign(page.dataset, { state: found.dataset.state, over: found.dataset.over });
  if (said.textContent !== found.dataset.said) said.textContent = found.dataset.said;
}

async function load() {
  const answer = await fetch(page.dataset.live);
  if (!answer.ok || answer.redirected) return false;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  show(read.querySelector("[data-state]"));
  return page.dataset.over !== "yes";
}

async function keepFresh() {
  const goesOn = document.hidden || (await load().catch(() => true));
  if (goesOn) setTimeout(keepFresh, EVERY);
}

if (page && page.dataset.over !== "yes") setTimeout(keepFresh, EVERY);
