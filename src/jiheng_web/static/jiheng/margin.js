/**
 * Remarks beside their cells. On a wide window each card stands as near to its cell as its neighbours allow, and the
 * chosen one exactly beside it. On a narrow one the cards lie side by side in a tray at the bottom.
 */

import { cellOf } from "./grid.js";

const GAP = 10;
const wide = matchMedia("(min-width: 1101px)");
const hidden = new Set(["note"]);

let workbench;
let watcher;
let chosen = null;

/** Begin, and begin again after the workbench has been replaced. */
export function start(element) {
  workbench = element;
  showFilters();
  watchTray();
  align();
}

/** Choose the remark with this id, or none; its cell is shown with it. */
export function choose(id, { scroll = false } = {}) {
  chosen = id;
  for (const one of workbench.querySelectorAll(".active, .active-cell")) one.classList.remove("active", "active-cell");
  const remark = id && document.getElementById(id);
  if (!remark) return align();
  remark.classList.add("active");
  const cell = remark.dataset.anchor === undefined ? null : cellOf(remark.dataset.anchor);
  cell?.classList.add("active-cell");
  align();
  if (scroll) cell?.scrollIntoView({ block: wide.matches ? "center" : "start", inline: "center", behavior: "smooth" });
}

/** Choose what is said beside this cell and bring it into view; nothing is chosen where nothing is said. */
export function chooseBeside(cell) {
  const remark = visible().find((one) => one.dataset.anchor === cell.dataset.path);
  choose(remark?.id ?? null);
  if (remark && !wide.matches) remark.scrollIntoView({ block: "nearest", inline: "center", behavior: "smooth" });
}

/** Show or hide one kind of remark. */
export function toggle(kind) {
  if (!hidden.delete(kind)) hidden.add(kind);
  showFilters();
  align();
}

/** Put the cards in their places. */
export function align() {
  const list = workbench.querySelector(".remarks");
  list.classList.toggle("aligned", wide.matches);
  if (!wide.matches) return release(list);
  const cards = visible();
  const tops = places(cards, list.getBoundingClientRect().top);
  cards.forEach((card, index) => { card.style.transform = `translateY(${tops[index]}px)`; });
  list.style.height = `${cards.length ? tops.at(-1) + cards.at(-1).offsetHeight + 40 : 0}px`;
  requestAnimationFrame(() => list.classList.add("settled"));
}

wide.addEventListener("change", () => workbench && align());
addEventListener("resize", () => workbench && align());
document.fonts?.ready.then(() => workbench && align());

function visible() {
  return [...workbench.querySelectorAll(".remark")].filter((card) => !hidden.has(card.dataset.kind));
}

function showFilters() {
  for (const button of workbench.querySelectorAll("[data-filter]")) {
    button.setAttribute("aria-pressed", String(!hidden.has(button.dataset.filter)));
  }
  for (const kind of ["error", "warning", "hint", "corrected", "note"]) {
    workbench.classList.toggle(`hide-${kind}`, hidden.has(kind));
  }
}

/** Wanted places first, then each card is pushed down by the one above; from the chosen one upwards, up. */
function places(cards, origin) {
  const wanted = cards.map((card) => Math.max(0, topOfCell(card) - origin));
  const tops = [...wanted];
  for (let i = 1; i < cards.length; i += 1) tops[i] = Math.max(tops[i], tops[i - 1] + cards[i - 1].offsetHeight + GAP);
  const fixed = cards.findIndex((card) => card.id === chosen);
  if (fixed < 0) return tops;
  tops[fixed] = wanted[fixed];
  for (let i = fixed - 1; i >= 0; i -= 1) tops[i] = Math.min(tops[i], tops[i + 1] - cards[i].offsetHeight - GAP);
  const shift = Math.max(0, -(tops[0] ?? 0));
  for (let i = 0; i <= fixed; i += 1) tops[i] += shift;
  for (let i = fixed + 1; i < cards.length; i += 1) tops[i] = Math.max(wanted[i], tops[i - 1] + cards[i - 1].offsetHeight + GAP);
  return tops;
}

function topOfCell(card) {
  const cell = card.dataset.anchor === undefined ? null : cellOf(card.dataset.anchor);
  return cell ? cell.getBoundingClientRect().top : -Infinity;
}

function release(list) {
  list.classList.remove("settled");
  list.style.height = "";
  for (const card of list.children) card.style.transform = "";
}

/** In the tray, the card that comes to rest in the middle is the chosen one. */
function watchTray() {
  watcher?.disconnect();
  const root = workbench.querySelector(".remarks");
  let started = false;
  watcher = new IntersectionObserver((entries) => {
    const entered = entries.filter((entry) => entry.isIntersecting).at(-1);
    if (!wide.matches && started && entered && entered.target.id !== chosen) choose(entered.target.id, { scroll: true });
    started = true;
  }, { root, threshold: 0.85 });
  for (const card of root.children) watcher.observe(card);
}
