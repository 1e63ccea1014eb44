// Offer organisations while somebody types. Without this file the name is typed in full.

const PAUSE = 150; // milliseconds without a letter before the server is asked
const offered = document.querySelector("datalist[data-search]");
let waiting;
let latest = 0;

async function offer(words) {
  const turn = (latest += 1);
  const address = new URL(offered.dataset.search, location.href);
  address.search = new URLSearchParams({ q: words, lang: document.documentElement.lang });
  const answer = await fetch(address);
  if (!answer.ok || turn !== latest) return;
  const { results } = await answer.json();
  if (turn !== latest) return;
  offered.replaceChildren(...results.map(({ name, sector }) => new Option(sector, name)));
}

document.addEventListener("input", (event) => {
  const { target } = event;
  if (!offered || target.getAttribute("list") !== offered.id) return;
  clearTimeout(waiting);
  const words = target.value.trim();
  if (words.length > 1) waiting = setTimeout(() => offer(words).catch(() => {}), PAUSE);
});
