// While somebody types, only rows that fit stay; the button asks the server instead.
const field = document.getElementById("q");
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function show() {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  for (const list of document.querySelectorAll(".door__list")) {
    for (const row of list.children) {
      const told = fold(row.dataset.find);
      row.hidden = !words.every((word) => told.includes(word));
    }
    const isEmpty = [...list.children].every((row) => row.hidden);
    list.hidden = list.previousElementSibling.hidden = isEmpty;
  }
}

field.addEventListener("input", show);
