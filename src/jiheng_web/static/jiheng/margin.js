/**
 * Remarks beside their cells. On a wide window each card stands as near to its cell as its neighbours allow, and the
 * chosen one exactly beside it. On a narrow one, and where the original stands in the
 * margin's place, the cards lie side by side in a tray at the bottom.
 */

import { cellOf, cellNear } from "./grid.js";

const GAP = 10;
const BRIEF_GAP = 4;
const FAR = 110; // a card this far from its cell is no longer beside it
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
  const origin = list.getBoundingClientRect().top;
  condense(list, cards, origin);
  const sizes = cards.map((card) => card.offsetHeight + gapOf(card));
  const tops = places(sizes, cards.map((card) => wishOf(card, origin)), cards.findIndex((card) => card.id === chosen));
  cards.forEach((card, index) => { card.style.transform = `translateY(${tops[index]}px)`; });
  list.style.height = `${cards.length ? tops.at(-1) + cards.at(-1).offsetHeight + 40 : 0}px`;
  requestAnimationFrame(() => list.classList.add("settled"));
}

/** Where whole cards would crowd one another far from their cells, as many as need be show their titles only. */
function condense(list, cards, origin) {
  if (list.dataset.counted === String(cards.length)) return;
  list.dataset.counted = cards.length;
  const wishes = cards.map((card) => wishOf(card, origin));
  const brief = heights(cards, true);
  const whole = heights(cards, false);
  const most = Math.max(FAR, apart(brief, wishes));
  let now = apart(whole, wishes) > FAR ? brief : whole;
  for (const crowd of now === brief ? crowds(brief, wishes) : []) {
    const tried = now.map((height, index) => (crowd.has(index) ? whole[index] : height));
    if (apart(tried, wishes) <= most) now = tried;
  }
  cards.forEach((card, index) => card.classList.toggle("brief", now[index] !== whole[index]));
}

/** What each card takes of the margin, with the gap below it. */
function heights(cards, isBrief) {
  for (const card of cards) card.classList.toggle("brief", isBrief);
  return cards.map((card) => card.offsetHeight + gapOf(card));
}

/** How far from its cell the worst placed card would stand. */
function apart(sizes, wishes) {
  return Math.max(0, ...places(sizes, wishes).map((top, index) => Math.abs(top - wishes[index])));
}

/** The numbers of cards that touch one another, crowd by crowd. */
function crowds(sizes, wishes) {
  const found = [];
  places(sizes, wishes).forEach((top, index, tops) => {
    if (index > 0 && top - tops[index - 1] - sizes[index - 1] < 1) found.at(-1).add(index);
    else found.push(new Set([index]));
  });
  return found;
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
function places(sizes, wished, chosenIndex = -1) {
  const above = [];
  const pools = [];
  let height = 0;
  for (const [index, size] of sizes.entries()) {
    above.push(height);
    let pool = { wish: wished[index] - height, weight: index === chosenIndex ? 1e6 : 1, size: 1 };
    while (pools.length && pools.at(-1).wish >= pool.wish) pool = joined(pools.pop(), pool);
    pools.push(pool);
    height += size;
  }
  const wishes = pools.flatMap((pool) => Array(pool.size).fill(Math.max(0, pool.wish)));
  return wishes.map((wish, index) => wish + above[index]);
}

function joined(a, b) {
  const weight = a.weight + b.weight;
  return { wish: (a.wish * a.weight + b.wish * b.weight) / weight, weight, size: a.size + b.size };
}

const gapOf = (card) => (card.classList.contains("brief") && card.id !== chosen ? BRIEF_GAP : GAP);

/** Where in the margin a card would like to stand: beside its cell, at the top where it has none. */
function wishOf(card, origin) {
  const cell = card.dataset.anchor === undefined ? null : cellOf(card.dataset.anchor);
  return cell ? Math.max(0, cell.getBoundingClientRect().top - origin) : 0;
}

function release(list) {
  list.classList.remove("settled");
  delete list.dataset.counted;
  list.style.height = "";
  for (const card of list.children) {
    card.style.transform = "";
    card.classList.remove("brief");
  }
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
