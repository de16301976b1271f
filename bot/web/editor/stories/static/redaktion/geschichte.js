// The page of a story: what needs attention gets the focus.
const first = document.querySelector("[data-focus]");
if (first) first.focus();
