/* Narrows the list of topics while somebody types; the form itself asks the server. */

const search = document.querySelector("[data-search]");
const count = document.querySelector("[data-count]");
const rows = [...document.querySelectorAll("[data-words]")];

search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of rows) row.hidden = !words.every((word) => row.dataset.words.includes(word));
  const found = rows.filter((row) => !row.hidden).length;
  count.textContent = `${found} ${found === 1 ? count.dataset.one : count.dataset.many}`;
});
