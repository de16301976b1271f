/* "Mein Plan": a page inside the panel with the noted sessions, and ways to take them along. */
import { el, ICONS, icon } from "./dom.js";
import { serverUrl } from "./server.js";

const MINUTES = 10;

/** The nodes of the page; see setUpPlanPanel. */
export function buildPlanPanel() {
  const planBack = el("button", { type: "button", class: "choice" }, "Zurück zum Chat");
  const planCalendar = el("a", { class: "choice", download: "mein-plan.ics" }, "Kalenderdatei");
  const planQr = el("button", { type: "button", class: "choice", "aria-expanded": "false" }, "QR-Code fürs Handy");
  const planError = el("p", { class: "note", role: "alert", hidden: true });
  const planPicture = el("div", { class: "qr", hidden: true });
  const planList = el("ul", { class: "cards", role: "list" });
  const planTake = el("div", { class: "choices" }, planCalendar, planQr);
  const planEmpty = el("p", {}, "Noch steht nichts auf Ihrem Plan. Tippen Sie bei einem Programmpunkt auf „Merken“.");
  const plan = el(
    "section",
    { class: "plan", "aria-labelledby": "plan-title", hidden: true, tabindex: "-1" },
    el("div", { class: "plan-head" }, el("h3", { id: "plan-title" }, "Mein Plan"), planBack),
    planError,
    planEmpty,
    planList,
    planTake,
    planPicture,
  );
  return { plan, planError, planBack, planCalendar, planQr, planPicture, planList, planTake, planEmpty };
}

/** The button in the header that opens the page, with the number of noted sessions. */
export function buildPlanButton() {
  const planCount = el("span", { class: "count", "aria-hidden": "true" });
  const planOpen = el(
    "button",
    { type: "button", class: "icon-button plan-open", title: "Mein Plan", "aria-expanded": "false" },
    icon(ICONS.note),
    planCount,
  );
  return { planOpen, planCount };
}

/**
 * Wire the page to the plan; returns what opens it.
 *
 * @param {import("./layout.js").Parts} parts
 * @param {import("./plan.js").Plan} plan
 */
export function setUpPlanPanel(parts, plan) {
  const { planOpen, planBack, planQr } = parts;

  async function open() {
    show(parts, true);
    parts.plan.focus({ preventScroll: true });
    const message = await plan.load();
    if (message) setLinks(parts, message);
  }

  function close() {
    show(parts, false);
    planOpen.focus();
  }

  planOpen.addEventListener("click", () => (parts.plan.hidden ? open() : close()));
  planBack.addEventListener("click", close);
  planQr.addEventListener("click", () => showQr(parts, Boolean(parts.planPicture.hidden)));
  parts.plan.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  plan.watch(() => render(parts, plan));
  return open;
}

/**
 * What could not be saved, told where the visitor looks; false when that is the chat.
 *
 * @param {Pick<import("./layout.js").Parts, "plan" | "planError">} parts
 * @param {import("./transport.js").ChatError} error
 */
export function showPlanError({ plan, planError }, error) {
  if (plan.hidden) return false;
  planError.textContent = `${error.message} ${error.remedy}`;
  planError.hidden = false;
  return true;
}

/**
 * @param {import("./layout.js").Parts} parts
 * @param {boolean} isPlan
 */
function show(parts, isPlan) {
  parts.plan.hidden = !isPlan;
  parts.log.hidden = parts.form.hidden = isPlan;
  parts.planOpen.setAttribute("aria-expanded", String(isPlan));
  parts.planError.hidden = true;
  showQr(parts, false);
}

/**
 * @param {Pick<import("./layout.js").Parts, "planQr" | "planPicture">} parts
 * @param {boolean} isShown
 */
function showQr({ planQr, planPicture }, isShown) {
  planPicture.hidden = !isShown;
  if (isShown) planPicture.scrollIntoView({ block: "nearest" });
  planQr.setAttribute("aria-expanded", String(isShown));
}

/**
 * @param {Pick<import("./layout.js").Parts, "planCalendar" | "planPicture">} parts
 * @param {PlanMessage} message
 */
function setLinks({ planCalendar, planPicture }, message) {
  planCalendar.href = serverUrl(message.kalender ?? "");
  const hint = el("p", {}, "Mit der Kamera des Handys öffnen, der Link gilt eine halbe Stunde.");
  planPicture.replaceChildren(
    el("img", {
      src: serverUrl(message.qr ?? ""),
      alt: "QR-Code mit dem Link zur Kalenderdatei",
      width: "200",
      height: "200",
    }),
    hint,
  );
}

/**
 * @param {import("./layout.js").Parts} parts
 * @param {import("./plan.js").Plan} plan
 */
function render(parts, plan) {
  parts.planError.hidden = true;
  const count = plan.entries.length;
  const focused = focusedAction(parts.planList);
  parts.planCount.textContent = count > 0 ? String(count) : "";
  parts.planOpen.setAttribute("aria-label", count > 0 ? `Mein Plan (${count})` : "Mein Plan");
  parts.planEmpty.hidden = count > 0;
  parts.planTake.hidden = count === 0;
  if (count === 0) showQr(parts, false);
  parts.planList.replaceChildren(...plan.entries.map((entry) => el("li", {}, planEntry(entry, plan))));
  if (focused === undefined) return;
  const button = parts.planList.querySelector(`[data-action="${CSS.escape(focused)}"]`);
  (button instanceof HTMLElement ? button : parts.plan).focus();
}

/**
 * What the focused button of the list does; the list is about to be made anew.
 *
 * @param {HTMLElement} list
 */
function focusedAction(list) {
  const focused = /** @type {Document | ShadowRoot} */ (list.getRootNode()).activeElement;
  return focused instanceof HTMLElement ? focused.dataset.action : undefined;
}

/**
 * @param {PlanEntry} entry
 * @param {import("./plan.js").Plan} plan
 */
function planEntry(entry, plan) {
  const isReminded = entry.erinnerung !== null;
  const minutes = entry.erinnerung ?? MINUTES;
  const remind = el(
    "button",
    {
      type: "button",
      class: "note-button",
      "aria-pressed": String(isReminded),
      "data-action": `erinnern ${entry.id}`,
      "aria-label": `${minutes} Minuten vorher erinnern: ${entry.titel}`,
      onclick: () => plan.remind(entry.id, isReminded ? null : MINUTES),
    },
    icon(ICONS.bell),
    `${minutes} Min. vorher`,
  );
  const remove = el(
    "button",
    {
      type: "button",
      class: "note-button",
      "data-action": `streichen ${entry.id}`,
      "aria-label": `Streichen: ${entry.titel}`,
      onclick: () => plan.toggle(entry.id),
    },
    icon(ICONS.close),
    "Streichen",
  );
  const facts = [entry.raum, entry.tag].filter((text) => text !== "").join(" · ");
  return el(
    "article",
    { class: "card" },
    el("p", { class: "card-top" }, el("strong", {}, entry.zeit)),
    el("h4", {}, entry.titel),
    facts && el("p", { class: "facts" }, facts),
    entry.hinweis && el("p", { class: "note" }, entry.hinweis),
    el("p", { class: "card-actions" }, remind, remove),
  );
}
