/* Comfort for the Programmbüro; every page works without it. */
import { all, focusWhereWanted, one } from "./elements.js";
import { narrowWhileTyping } from "./narrow.js";

const NEWS_SECONDS = 5;

/**
 * Say that others have changed something since this page was made.
 *
 * @param {HTMLElement} page
 */
function watchForNews(page) {
  const notice = one("[data-news]", page);
  const timer = setInterval(async () => {
    if (document.hidden) {
      return;
    }
    try {
      const answer = await fetch(page.dataset.numberFrom ?? "", { redirect: "error" });
      if ((await answer.json()).nummer > Number(page.dataset.number)) {
        clearInterval(timer);
        showNews(notice);
      }
    } catch {
      // The server is away or the login has ended: the next click will say so.
    }
  }, NEWS_SECONDS * 1000);
}

/** @param {HTMLElement} notice */
function showNews(notice) {
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = "Seite neu laden";
  notice.replaceChildren("Inzwischen wurde das Programm geändert. ", link);
  notice.hidden = false;
}

if (all("[data-words]").length > 0) {
  for (const search of all("[data-search]", document, HTMLInputElement)) narrowWhileTyping(search);
}
for (const page of all("[data-number-from]")) watchForNews(page);
focusWhereWanted();
