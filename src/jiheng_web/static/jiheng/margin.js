/**
 * Remarks beside their cells. On a wide window each card stands as near to its cell as its neighbours allow, and the
 * chosen one exactly beside it. On a narrow one, and where the original stands in the
 * margin's place, the cards lie side by side in a tray at the bottom.
 */

import { cellOf, cellNear } from "./grid.js";

const GAP = 10;
const DENSE_GAP = 4;
const MANY = 60; // from so many cards on, hints wait until they are asked for
const KINDS = ["error", "warning", "hint", "question", "uncertain", "answered", "corrected", "note"];
const OPEN = new Set(["error", "warning", "hint", "question", "uncertain"]); // what F8 goes through
const wide = matchMedia("(min-width: 1101px)");
const stage = document.getElementById("stage");
const hidden = new Set(["note"]);

let workbench;
let guided = false; // the tray is being scrolled by us
let chosen = null;

/** Begin, and begin again after the workbench has been replaced. */
export function start(element) {
  if (!workbench && element.querySelectorAll(".remark").length > MANY) hidden.add("hint");
  workbench = element;
  showFilters();
  watchTray();
  showCurrentForm();
  align();
}

/** Choose the remark with this id, or none; its cell is shown with it. */
export function choose(id, { scroll = false } = {}) {
  chosen = id;
  for (const one of workbench.querySelectorAll(".active, .active-cell")) {
    one.classList.remove("active", "active-cell");
    expand(one, false);
  }
  const remark = id && document.getElementById(id);
  if (!remark) return align();
  remark.classList.add("active");
  expand(remark, true);
  const cell = remark.dataset.anchor === undefined ? null : cellOf(remark.dataset.anchor);
  cell?.classList.add("active-cell");
  align();
  if (scroll) cell?.scrollIntoView({ block: wide.matches ? "center" : "start", inline: "center", behavior: "smooth" });
}

/** Choose what is said beside this cell and bring it into view; nothing is chosen where nothing is said. */
export function chooseBeside(cell) {
  const remark = visible().find((one) => one.dataset.anchor === cell.dataset.path);
  choose(remark?.id ?? null);
  if (remark && !hasMargin()) bringIntoTray(remark);
}

/** Choose the next card that is still open, or with -1 the one before; the first where none is chosen. */
export function step(by) {
  const open = visible().filter((card) => OPEN.has(card.dataset.kind) || card.id === chosen);
  if (!open.length) return;
  const at = open.findIndex((card) => card.id === chosen);
  const next = open[at < 0 && by < 0 ? open.length - 1 : (at + by + open.length) % open.length];
  choose(next.id, { scroll: true });
  if (!hasMargin()) bringIntoTray(next);
  next.querySelector(".remark-choose").focus({ preventScroll: true });
}

/** Go to a place that a finding points to, and mark it. */
export function jump(path) {
  const cell = cellNear(path);
  if (!cell) return;
  choose(null);
  cell.classList.add("active-cell");
  cell.scrollIntoView({ block: wide.matches ? "center" : "start", inline: "center" });
  if (cell.matches("[tabindex]")) cell.focus({ preventScroll: true });
}

/** Show which cell a card speaks of, and which cards speak of a cell, while the pointer is over either. */
export function point(over) {
  for (const one of workbench.querySelectorAll(".pointed")) one.classList.remove("pointed");
  const anchor = over?.dataset.anchor ?? over?.dataset.path;
  if (anchor === undefined) return;
  const cards = visible().filter((card) => card.dataset.anchor === anchor);
  if (!cards.length) return;
  for (const card of cards) card.classList.add("pointed");
  cellOf(anchor)?.classList.add("pointed");
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
  list.classList.toggle("aligned", hasMargin());
  if (!hasMargin()) return release(list);
  const cards = visible();
  condense(list, cards);
  const tops = places(cards, list.getBoundingClientRect().top, list.classList.contains("dense") ? DENSE_GAP : GAP);
  cards.forEach((card, index) => { card.style.transform = `translateY(${tops[index]}px)`; });
  list.style.height = `${cards.length ? tops.at(-1) + cards.at(-1).offsetHeight + 40 : 0}px`;
  requestAnimationFrame(() => list.classList.add("settled"));
}

/** Where whole cards would reach far below the paper, those that are not chosen show their titles only. */
function condense(list, cards) {
  if (list.dataset.counted === String(cards.length)) return;
  list.dataset.counted = cards.length;
  list.classList.remove("dense");
  const height = cards.reduce((sum, card) => sum + card.offsetHeight + GAP, 0);
  list.classList.toggle("dense", height > 1.15 * workbench.querySelector(".paper").offsetHeight);
}

/** Whether there is a margin: the cards lie in a tray where the window is narrow or the original stands there. */
function hasMargin() {
  return wide.matches && !stage.classList.contains("beside");
}

wide.addEventListener("change", () => workbench && align());
addEventListener("resize", () => workbench && align());
addEventListener("beforeprint", () => { for (const more of workbench.querySelectorAll(".remark-more")) more.open = true; });
addEventListener("afterprint", () => { for (const more of workbench.querySelectorAll(".remark-more")) more.open = false; });
document.fonts?.ready.then(() => workbench && align());

function expand(card, open) {
  card.querySelector(".remark-choose")?.setAttribute("aria-expanded", String(open));
}

function visible() {
  return [...workbench.querySelectorAll(".remark")].filter((card) => !hidden.has(card.dataset.kind));
}

function showFilters() {
  for (const button of workbench.querySelectorAll("[data-filter]")) {
    button.setAttribute("aria-pressed", String(!hidden.has(button.dataset.filter)));
  }
  for (const kind of KINDS) {
    workbench.classList.toggle(`hide-${kind}`, hidden.has(kind));
  }
}

/**
 * As near to their cells as cards of their heights can stand, in order: least squares, by pooling neighbours that would
 * overlap (isotonic regression). The chosen card weighs so much that it stands where it wants to.
 */
function places(cards, origin, gap) {
  const above = [];
  const pools = [];
  let height = 0;
  for (const card of cards) {
    above.push(height);
    let pool = { wish: Math.max(0, topOfCell(card) - origin) - height, weight: card.id === chosen ? 1e6 : 1, size: 1 };
    while (pools.length && pools.at(-1).wish >= pool.wish) pool = joined(pools.pop(), pool);
    pools.push(pool);
    height += card.offsetHeight + gap;
  }
  const wishes = pools.flatMap((pool) => Array(pool.size).fill(Math.max(0, pool.wish)));
  return wishes.map((wish, index) => wish + above[index]);
}

function joined(a, b) {
  const weight = a.weight + b.weight;
  return { wish: (a.wish * a.weight + b.wish * b.weight) / weight, weight, size: a.size + b.size };
}

function topOfCell(card) {
  const cell = card.dataset.anchor === undefined ? null : cellOf(card.dataset.anchor);
  return cell ? cell.getBoundingClientRect().top : -Infinity;
}

function release(list) {
  list.classList.remove("settled", "dense");
  delete list.dataset.counted;
  list.style.height = "";
  for (const card of list.children) card.style.transform = "";
}

/** On a narrow window the list of forms is a strip: bring the current one into it. */
function showCurrentForm() {
  const strip = workbench.querySelector(".forms ol");
  const current = strip?.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
}

/** Scrolls the tray and nothing else. */
function bringIntoTray(card) {
  const tray = card.parentElement;
  guided = true;
  tray.scrollTo({ left: card.offsetLeft - (tray.clientWidth - card.offsetWidth) / 2, behavior: "smooth" });
}

/** In the tray, the card that a finger brings to rest in the middle is the chosen one. */
function watchTray() {
  const tray = workbench.querySelector(".remarks");
  let rest;
  tray.addEventListener("scroll", () => {
    clearTimeout(rest);
    rest = setTimeout(() => settle(tray), 140);
  });
}

function settle(tray) {
  const byHand = !guided;
  guided = false;
  if (hasMargin() || !byHand) return;
  const middle = tray.scrollLeft + tray.clientWidth / 2;
  const distance = (card) => Math.abs(card.offsetLeft + card.offsetWidth / 2 - middle);
  const [nearest] = visible().sort((a, b) => distance(a) - distance(b));
  if (nearest && nearest.id !== chosen) choose(nearest.id, { scroll: true });
}
