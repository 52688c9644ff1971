/** The page of one form: moving between cells, correcting them, undoing, and what is said beside them. */

import * as answers from "./answers.js";
import { parseBlock } from "./clipboard.js";
import * as editor from "./editor.js";
import { beside, cellOf, cells, following, lay, rove, stops, valueOf } from "./grid.js";
import * as margin from "./margin.js";
import "./menus.js";
import * as proof from "./proof.js";
import { post } from "./server.js";
import * as source from "./source.js";

const workbench = document.getElementById("workbench");
const toast = document.getElementById("toast");
const live = document.getElementById("live");
const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

const refused = new Map(); // what was typed and could not be saved, with the reason, by the cell's path
let waiting = null; // a new workbench that came while a cell was open

workbench.addEventListener("click", (event) => {
  const { target } = event;
  const undo = target.closest("[data-undo]");
  const filter = target.closest("[data-filter]");
  const mark = target.closest("[data-remark]");
  const remark = target.closest(".remark");
  const cell = target.closest("[data-paths]");
  if (target.closest("[data-show-source]")) source.show(target.closest("[data-spot]"), { opening: true });
  const proposal = target.closest("[data-apply]");
  const withdrawal = target.closest("[data-withdraw]");
  const reply = target.closest("[data-reply]");
  const jump = target.closest("[data-jump]");
  const stepper = target.closest("[data-step-by]");
  if (target.closest(".reply-form, .remark-more, .remark-links [href]:not([data-jump])")) return;
  if (undo) save(undo.dataset.undo, [], "已撤销更正");
  else if (target.closest("[data-look]")) proof.look(remark);
  else if (withdrawal) send(withdrawal.dataset.withdraw, [], [], "已撤回答复");
  else if (target.closest("[data-adopt], [data-adopt-alike]")) adopt(target);
  else if (reply) answer(reply);
  else if (jump) stop(event, () => { margin.jump(jump.dataset.jump); });
  else if (stepper) margin.step(Number(stepper.dataset.stepBy));
  else if (proposal) correct(cellOf(remark.dataset.anchor), proposal.dataset.apply);
  else if (filter) margin.toggle(filter.dataset.filter);
  else if (mark) margin.choose(mark.dataset.remark);
  else if (remark) chooseRemark(remark);
  else if (cell && !editor.open()) begin(cell);
});

workbench.addEventListener("pointerover", ({ target }) => margin.point(target.closest(".remark, .paper [data-path]")));

workbench.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".paper [tabindex]")) return;
  rove(target);
  margin.chooseBeside(target);
  source.show(target);
});

workbench.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!target.matches(".paper [tabindex]")) return undefined;
  if (ARROWS[key]) return stop(event, () => beside(target, ARROWS[key], stops())?.focus());
  if (!target.matches("[data-paths]")) return undefined;
  if (key === "Enter" || key === "F2") return stop(event, () => begin(target));
  if (key === "Delete" || key === "Backspace") return stop(event, () => keep(target, "", "stay"));
  const types = (key.length === 1 || key === "Process") && !event.ctrlKey && !event.metaKey && !event.altKey;
  return types && key !== " " ? begin(target, "") : undefined;
});

workbench.addEventListener("toggle", ({ target }) => { if (target.matches(".remark-more")) margin.align(); }, true);

addEventListener("keydown", (event) => {
  if (event.key === "F8" && !editor.open()) stop(event, () => margin.step(event.shiftKey ? -1 : 1));
});

addEventListener("hashchange", followAddress);

addEventListener("keydown", (event) => {
  const undoes = (event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey && !editor.open() && !answers.writing();
  const newest = undoes && [...workbench.querySelectorAll("[data-undo]")].sort((a, b) => b.dataset.step - a.dataset.step)[0];
  if (newest) stop(event, () => newest.click());
});

workbench.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("[data-paths]");
  if (!cell || editor.open()) return;
  event.preventDefault();
  const { pairs, left } = lay(cell, parseBlock(event.clipboardData.getData("text/plain")));
  const changed = pairs.filter(([one, text]) => text.trim() !== valueOf(one));
  const rest = left ? `；另有 ${left} 格超出表格，没有填入` : "";
  if (changed.length) save(workbench.dataset.correct, changed, `已填入 ${changed.length} 格${rest}`, cell.dataset.path);
  else tell(`没有需要更正的内容${rest}`);
  if (left) tell(`已填入 ${changed.length} 格${rest}`);
});

workbench.addEventListener("copy", (event) => {
  const cell = event.target.closest?.("[data-paths]");
  if (!cell || editor.open() || String(getSelection())) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", valueOf(cell));
});

function stop(event, then) {
  event.preventDefault();
  then();
}

/** Open a cell; while it is open the page is not replaced. */
function begin(cell, typed = null) {
  toast.textContent = "";
  const past = refused.get(cell.dataset.path);
  editor.edit(cell, {
    typed: typed ?? past?.text ?? null,
    complaint: typed === null ? past?.message : null,
    keep: (text, way) => keep(cell, text, way),
    giveUp: () => { refused.delete(cell.dataset.path); markRefused(); cell.focus(); showWaiting(); },
    leave: showWaiting,
  });
}

function keep(cell, text, way) {
  const goal = { down: () => beside(cell, "down"), next: () => following(cell), back: () => following(cell, -1), stay: () => null }[way]() ?? cell;
  const path = goal.dataset.path;
  refused.delete(cell.dataset.path);
  markRefused();
  if (way !== "stay") goal.focus();
  if (text.trim() === valueOf(cell).trim()) return showWaiting();
  cell.classList.add("saving");
  return save(workbench.dataset.correct, [[cell, text]], "已更正", path);
}

/** Choose a card, and show where its cell was read. */
function chooseRemark(remark) {
  const cell = remark.dataset.anchor === undefined ? null : cellOf(remark.dataset.anchor);
  margin.choose(remark.id, { scroll: true });
  if (remark.dataset.spot || cell) source.show(remark.dataset.spot ? remark : cell);
}

function correct(cell, text) {
  return save(workbench.dataset.correct, [[cell, text]], "已更正", cell.dataset.path);
}

/** Take over a repair, or every one that changes the same words in the same way; one step, undone together. */
function adopt(target) {
  const one = target.closest(".remark").querySelector("[data-adopt]");
  const same = target.closest("[data-adopt-alike]") ? [...workbench.querySelectorAll("[data-adopt]")].filter((other) => isAlike(one, other)) : [one];
  if (same.some((button) => button.disabled)) return;
  // A second repair of a cell is worked out anew from what the first one leaves.
  for (const button of workbench.querySelectorAll("[data-adopt]")) button.disabled = true;
  const sent = same.flatMap(repaired);
  const done = same.length > 1 ? `已采用 ${same.length} 处` : "已采用";
  const cell = cellOf(one.dataset.adopt);
  send(workbench.dataset.correct, sent, [], done, cell?.dataset.path).then(release);
}

function isAlike(one, other) {
  return ["rule", "before", "after"].every((name) => one.dataset[name] === other.dataset[name]);
}

/** The fields of a repair; one value that is drawn once for several rows is set for all of them. */
function repaired({ dataset: { adopt: path, before, after } }) {
  const paths = cellOf(path)?.dataset.paths?.split(" ") ?? [];
  return (paths.includes(path) ? paths : [path]).flatMap((one) => [["path", one], ["before", before], ["after", after]]);
}

function release() {
  for (const button of workbench.querySelectorAll("[data-adopt]")) button.disabled = false;
}

function answer(button) {
  const { reply, words } = button.dataset;
  const card = button.closest(".remark");
  const say = (text) => send(workbench.dataset.answer, [["key", card.dataset.key], ["kind", reply], ["words", text]], [], "已答复", card.dataset.anchor);
  if (words) return say(words);
  margin.choose(card.id);
  answers.ask(button, say);
  card.querySelector(".reply-form").addEventListener("left", () => margin.align());
  return margin.align();
}

/** Another form of the document may have led here, to one of the cells. */
function followAddress() {
  const path = decodeURIComponent(location.hash.slice(1));
  if (path.startsWith("/")) margin.jump(path);
}

function confirm(cell) {
  return send(workbench.dataset.confirm, [["path", cell.dataset.paths.split(" ")[0]]], [], "已核对");
}

function fields([cell, text]) {
  return cell.dataset.paths.split(" ").flatMap((path) => [["path", path], ["before", valueOf(cell)], ["after", text]]);
}

/** Send changes of cells; show the new workbench, or say why there is none. Answers whether it was done. */
function save(url, pairs, done, focus = null) {
  return send(url, pairs.flatMap(fields), pairs, done, focus);
}

async function send(url, sent, pairs, done, focus = null) {
  const paths = pairs.map(([cell]) => cell.dataset.path);
  const answer = await post(url, sent);
  if (!answer.ok) {
    refuse(answer, pairs.map(([, text], index) => [paths[index], text]));
    return false;
  }
  waiting = { html: answer.html, focus: focus ?? document.activeElement?.dataset?.path };
  if (!editor.open()) showWaiting();
  const counts = [...workbench.querySelectorAll("[data-filter=error], [data-filter=warning]")].map((one) => one.textContent.trim());
  live.textContent = `${done}。${counts.join("，") || "没有错误和警告"}`;
  return true;
}

/** Keep what was typed and open its cell again with the reason; of a block, the cell that is at fault. */
function refuse({ message, path }, texts) {
  for (const [one] of texts) cellOf(one)?.classList.remove("saving");
  const fault = path && cellOf(path)?.dataset.path;
  const [at, text] = texts.length === 1 ? texts[0] : texts.find(([one]) => one === fault) ?? [];
  if (at === undefined) return tell(message);
  refused.set(at, { text, message: texts.length > 1 ? `整块没有填入：${message}` : message });
  if (editor.open()) tell(message);
  else begin(cellOf(at));
  return markRefused();
}

function markRefused() {
  for (const cell of cells()) cell.classList.toggle("refused", refused.has(cell.dataset.path));
}

function showWaiting() {
  if (!waiting) return;
  const { html, focus } = waiting;
  waiting = null;
  const hadFocus = workbench.contains(document.activeElement) || document.activeElement === document.body;
  const sideways = workbench.querySelector(".paper-scroll").scrollLeft;
  workbench.innerHTML = html;
  workbench.querySelector(".paper-scroll").scrollLeft = sideways;
  start();
  markRefused();
  const goal = focus && (cellOf(focus) ?? cells()[0]);
  if (goal) rove(goal);
  if (goal && hadFocus) goal.focus({ preventScroll: true });
}

function start() {
  margin.start(workbench);
  proof.renew();
  rove(stops()[0]);
}

function tell(message) {
  toast.textContent = message;
  setTimeout(() => { if (toast.textContent === message) toast.textContent = ""; }, 9000);
}

proof.start(workbench, { confirm, correct });
start();
source.start(() => margin.align());
followAddress();
workbench.dataset.ready = ""; // from here on keys and clicks do something
