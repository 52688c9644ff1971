/**
 * One pass over all cells of a scan that the recogniser is not sure of: the picture of the cell, what was read, and
 * Enter, which confirms it or, where the text was changed, corrects it, and goes on to the next.
 */

import { cellOf, valueOf } from "./grid.js";
import * as source from "./source.js";

const TALLEST = 150;
const MARGIN = 0.004; // of the page's width, around the cell

const panel = document.getElementById("proof");
const body = document.getElementById("proof-body");
const count = document.getElementById("proof-count");
const field = document.getElementById("proof-field");
const keep = document.getElementById("proof-keep");
const next = document.getElementById("proof-next");
const crop = document.getElementById("proof-crop");
const proposals = document.getElementById("proof-proposals");

let workbench;
let act;
let current = null; // the path of the cell that is being looked at
let place = 0; // which of the open ones it is, so that the pass goes on there when it is settled

/**
 * Begin.
 * @param {HTMLElement} element the workbench
 * @param {{confirm(cell): Promise, correct(cell, text): Promise}} actions
 */
export function start(element, actions) {
  [workbench, act] = [element, actions];
  renew();
}

/** Count again after the workbench has been replaced. */
export function renew() {
  const open = cards();
  panel.hidden = !open.length && current === null;
  if (current !== null && !open.some((card) => card.dataset.anchor === current)) leave();
  count.textContent = open.length ? `还有 ${open.length} 处识别得不确定` : "全部核对完了";
  next.hidden = !open.length;
  next.textContent = current === null ? "开始核对" : "跳过，下一处";
}

/** Look at the cell of this card. */
export function look(card) {
  const cell = cellOf(card.dataset.anchor);
  current = card.dataset.anchor;
  place = cards().indexOf(card);
  source.open();
  document.getElementById("stage").classList.add("proofing");
  body.hidden = false;
  field.value = valueOf(cell);
  offer(card);
  said();
  renew();
  count.textContent = `第 ${place + 1} 处，共 ${cards().length} 处`;
  source.show(card);
  cut(card);
  cell.scrollIntoView({ block: "center", inline: "nearest" });
  for (const one of workbench.querySelectorAll(".active-cell")) one.classList.remove("active-cell");
  cell.classList.add("active-cell");
  field.focus({ preventScroll: true });
  field.select();
}

function leave() {
  current = null;
  body.hidden = true;
  document.getElementById("stage").classList.remove("proofing");
}

/** The cards that are still open and whose cells can be corrected, in the order of the form. */
function cards() {
  return [...workbench.querySelectorAll(".remark.uncertain[data-anchor]")].filter((card) => cellOf(card.dataset.anchor)?.dataset.paths);
}

function goTo(number) {
  const open = cards();
  if (open.length) look(open[number % open.length]);
  else if (current !== null) leave();
}

function offer(card) {
  const buttons = [...card.querySelectorAll("[data-apply]")].map((one) => one.cloneNode(true));
  proposals.replaceChildren(...buttons);
}

function said() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 120)}px`;
  keep.textContent = isChanged() ? "更正，下一处" : "无误，下一处";
}

function isChanged() {
  const cell = current === null ? null : cellOf(current);
  return Boolean(cell) && field.value.trim() !== valueOf(cell).trim();
}

async function settle(text) {
  const [cell, at, anchor] = [cellOf(current), place, current];
  const done = text.trim() === valueOf(cell).trim() ? await act.confirm(cell) : await act.correct(cell, text);
  if (!done) return;
  // A corrected cell may still be in doubt for another reason; then it is looked at again later, not at once.
  const open = cards();
  goTo(open[at]?.dataset.anchor === anchor ? at + 1 : at);
  renew();
  if (open.length) count.textContent = `第 ${place + 1} 处，共 ${open.length} 处`;
}

/** Cut the cell out of the picture of its page. */
async function cut({ dataset }) {
  const image = dataset.box && (await source.pageImage(dataset.page));
  crop.hidden = !image;
  crop.replaceChildren();
  if (!image || dataset.anchor !== current) return;
  const copy = new Image();
  copy.alt = "";
  copy.src = image.src;
  const cell = document.createElement("span");
  cell.className = "crop-cell";
  crop.append(copy, cell);
  await copy.decode().catch(() => { crop.hidden = true; });
  fit(copy, cell, dataset.box.split(" ").map(Number));
}

function fit(image, cell, [left, top, right, bottom]) {
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const margin = MARGIN * width;
  const [wide, tall] = [(right - left) * width + 2 * margin, (bottom - top) * height + 2 * margin];
  const scale = Math.min(crop.clientWidth / wide, TALLEST / tall, 1.25);
  crop.style.height = `${tall * scale}px`;
  const start = (crop.clientWidth - wide * scale) / 2;
  Object.assign(cell.style, { left: `${start}px`, width: `${wide * scale}px` });
  Object.assign(image.style, {
    width: `${width * scale}px`,
    left: `${start - (left * width - margin) * scale}px`,
    top: `${-(top * height - margin) * scale}px`,
  });
}

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  if (current !== null) settle(field.value);
});
next.addEventListener("click", () => goTo(current === null ? 0 : place + 1));
proposals.addEventListener("click", ({ target }) => {
  const text = target.closest("[data-apply]")?.dataset.apply;
  if (text !== undefined) settle(text);
});
field.addEventListener("input", said);
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    settle(field.value);
  } else if (event.key === "Escape") {
    event.preventDefault();
    const cell = cellOf(current);
    leave();
    renew();
    cell?.focus();
  }
});
