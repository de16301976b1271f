/** Comfort for the Programmbüro; every page works without it. */

const NEWS_SECONDS = 5;

/** Narrow the table while somebody types; the form itself asks the server. */
function searchAsYouType(field) {
  const rows = [...document.querySelectorAll("[data-words]")];
  const groups = [...document.querySelectorAll("[data-group]")];
  const count = document.querySelector("[data-count]");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      row.hidden = !words.every((word) => row.dataset.words.includes(word));
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-words]:not([hidden])");
    }
    const found = rows.filter((row) => !row.hidden).length;
    count.textContent = `${found} ${found === 1 ? count.dataset.one : count.dataset.many}`;
  });
}

/** Say that others have changed something since this page was made. */
function watchForNews(page) {
  const notice = page.querySelector("[data-news]");
  const timer = setInterval(async () => {
    if (document.hidden) {
      return;
    }
    try {
      const answer = await fetch(page.dataset.numberFrom, { redirect: "error" });
      if ((await answer.json()).nummer > Number(page.dataset.number)) {
        clearInterval(timer);
        showNews(notice);
      }
    } catch {
      // The server is away or the login has ended: the next click will say so.
    }
  }, NEWS_SECONDS * 1000);
}

function showNews(notice) {
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = "Seite neu laden";
  notice.replaceChildren("Inzwischen wurde das Programm geändert. ", link);
  notice.hidden = false;
}

const search = document.querySelector("[data-search]");
if (search && document.querySelector("[data-words]")) {
  searchAsYouType(search);
}
const page = document.querySelector("[data-number-from]");
if (page) {
  watchForNews(page);
}
document.querySelector("[data-focus]")?.focus();
