/**
 * The sender's own file beside the form. Whatever carries `data-spot` (a drawn cell, a card, a leftover text) can be
 * shown: as a box on the picture of its page, or as the cell of the table in which it was read.
 */

const ZOOMS = [1, 1.5, 2, 3];
const LONGEST = 40;
const EDGE = 56; // what stays free beside a large cell: row numbers and tabs lie over the edge
const KEY = "jiheng.source";
const wide = matchMedia("(min-width: 1101px)");

const stage = document.getElementById("stage");
const pane = document.getElementById("source");
const body = document.getElementById("source-body");
const where = document.getElementById("source-where");
const zooms = document.getElementById("source-zoom");
const toggle = document.getElementById("source-toggle");

let loading = null;
let last = null; // what was chosen last: it is shown as soon as the pane is open
let back = null; // where the focus returns to when the pane closes
let zoom = 0;
let changed = () => {};

/** Begin; `onChange` is called whenever the pane has opened or closed. */
export function start(onChange) {
  changed = onChange;
  if (wide.matches && localStorage.getItem(KEY) !== "closed") open();
}

export const isOpen = () => !pane.hidden;

export function open() {
  if (isOpen()) return;
  pane.hidden = false;
  settled();
  loading ??= load();
}

/** Show where `element` was read; `opening` the pane for it, or only if the pane is open. */
export async function show(element, { opening = false } = {}) {
  last = { ...element.dataset, text: textOf(element) };
  if (opening) {
    back = document.activeElement;
    open();
  }
  if (!isOpen()) return;
  await loading;
  locate(last);
}

/** The picture of a page, to cut a cell out of it; null where the file has no pages. */
export async function pageImage(page) {
  await (loading ??= load());
  return body.querySelector(`.page[data-page="${CSS.escape(page)}"] img`);
}

function close() {
  pane.hidden = true;
  settled();
  (back?.isConnected ? back : toggle).focus();
  back = null;
}

function settled() {
  stage.classList.toggle("beside", isOpen());
  toggle.setAttribute("aria-expanded", String(isOpen()));
  changed();
}

async function load() {
  try {
    const response = await fetch(pane.dataset.address, { headers: { "X-Part": "source" } });
    if (!response.ok) throw new Error();
    body.innerHTML = await response.text();
  } catch {
    body.innerHTML = '<p class="source-wait">原件没有打开。请确认程序还在运行，收起后再试一次。</p>';
    loading = null;
    return;
  }
  zooms.hidden = !body.querySelector(".page");
  setZoom(body.clientWidth < 520 ? 2 : 0);
}

function locate({ spot, page, box, where: words, text }) {
  for (const one of body.querySelectorAll(".spotted")) unmark(one);
  for (const one of body.querySelectorAll(".spot-box")) one.hidden = true;
  if (!spot) return say("这一格是空的，或者是推断出来的，原件里没有它的位置");
  const target = box ? boxed(page, box) : celled(spot, text);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  say(target ? `${words}${shown && `：“${shown}”`}` : `${words}（原件里没有画出这一处）`);
  if (target) bring(target);
  return undefined;
}

function say(words) {
  where.textContent = words;
}

function boxed(page, box) {
  const mark = body.querySelector(`.page[data-page="${CSS.escape(page)}"] .spot-box`);
  if (!mark) return null;
  const [left, top, right, bottom] = box.split(" ").map(Number);
  Object.assign(mark.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });
  mark.hidden = false;
  return mark;
}

/** The cell of this name; where its own is not drawn, the first of its row. */
function celled(spot, text) {
  const row = spot.slice(0, spot.lastIndexOf("/") + 1);
  const cell = body.querySelector(`[data-spot="${CSS.escape(spot)}"]`) ?? body.querySelector(`[data-spot^="${CSS.escape(row)}"]`);
  if (!cell) return null;
  const tab = cell.closest("[role=tabpanel]")?.getAttribute("aria-labelledby");
  if (tab) choose(document.getElementById(tab));
  cell.classList.add("spotted");
  if (cell.matches("li")) markText(cell.firstElementChild, text);
  return cell;
}

/** In a line of text, mark the value itself. */
function markText(span, text) {
  const at = text ? span.textContent.indexOf(text) : -1;
  if (at < 0) return;
  const range = document.createRange();
  range.setStart(span.firstChild, at);
  range.setEnd(span.firstChild, at + text.length);
  range.surroundContents(document.createElement("mark"));
}

function unmark(cell) {
  cell.classList.remove("spotted");
  for (const mark of cell.querySelectorAll("mark")) mark.replaceWith(mark.textContent);
  cell.normalize();
}

/** Scrolls the pane and nothing else. */
function bring(target) {
  const [inner, outer] = [target.getBoundingClientRect(), body.getBoundingClientRect()];
  const to = (near, size, room) => near - Math.max((room - size) / 2, EDGE);
  body.scrollTo({
    top: body.scrollTop + to(inner.top - outer.top, inner.height, body.clientHeight),
    left: body.scrollLeft + to(inner.left - outer.left, inner.width, body.clientWidth),
    behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
  });
}

function setZoom(level) {
  zoom = Math.min(Math.max(level, 0), ZOOMS.length - 1);
  const pages = body.querySelector(".pages");
  if (pages) pages.style.width = `${ZOOMS[zoom] * 100}%`;
  const mark = body.querySelector(".spot-box:not([hidden])");
  if (mark) bring(mark);
}

function choose(tab) {
  for (const one of tab.parentElement.children) {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
  }
}

function textOf(element) {
  return element.dataset.value ?? element.querySelector(".text")?.textContent ?? "";
}

toggle.addEventListener("click", () => {
  const opens = !isOpen();
  localStorage.setItem(KEY, opens ? "open" : "closed");
  back = toggle;
  if (!opens) return close();
  open();
  if (last) loading.then(() => locate(last));
  if (!wide.matches) body.focus();
  return undefined;
});

document.getElementById("source-close").addEventListener("click", () => {
  if (wide.matches) localStorage.setItem(KEY, "closed");
  close();
});

pane.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (wide.matches) (back?.isConnected ? back : toggle).focus();
  else close();
});

zooms.addEventListener("click", ({ target }) => {
  const step = target.closest("[data-zoom]")?.dataset.zoom;
  if (step !== undefined) setZoom(step === "0" ? 0 : zoom + Number(step));
});

body.addEventListener("click", ({ target }) => {
  const tab = target.closest("[role=tab]");
  if (tab) choose(tab);
});

body.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || !event.target.matches("[role=tab]")) return;
  const tabs = [...event.target.parentElement.children];
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  choose(next);
  next.focus();
  event.preventDefault();
});

body.addEventListener("error", ({ target }) => {
  if (!target.matches?.(".page img")) return;
  const words = document.createElement("p");
  words.className = "source-wait";
  words.textContent = "这一页画不出来，请下载原文件查看。";
  target.replaceWith(words);
}, true);
