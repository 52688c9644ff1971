/** One cell open for typing. Enter keeps and goes down, Tab keeps and goes on, Alt+Enter breaks the line, Esc gives up. */

import { valueOf } from "./grid.js";

/** The field that is open, or null. */
export const open = () => document.querySelector(".editor");

/**
 * Open `cell`; `typed` replaces what it says. With a `complaint`, `typed` was refused before: the field says why, and
 * leaving it unchanged asks nobody again.
 * @param {(text: string, way: "down" | "next" | "back" | "stay") => void} keep called where the text was changed or not
 * @param {() => void} giveUp
 * @param {() => void} leave called where refused text is left as it is
 */
export function edit(cell, { typed = null, complaint = null, keep, giveUp, leave }) {
  const field = document.createElement("textarea");
  field.className = "editor";
  field.setAttribute("aria-label", "更正这一格：回车保存，Esc 取消");
  field.value = typed ?? valueOf(cell);
  cell.append(field);
  const words = complaint && complain(cell, field, complaint);
  field.focus();
  if (typed === null) field.select();
  grow(field, cell);

  let done = false;
  const close = (then) => {
    if (done) return;
    done = true;
    field.remove();
    words?.remove();
    then();
  };
  field.addEventListener("input", () => grow(field, cell));
  field.addEventListener("blur", () => close(complaint && field.value === typed ? leave : () => keep(field.value, "stay")));
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const way = wayOf(event);
    if (event.key === "Escape") close(giveUp);
    else if (way) close(() => keep(field.value, way));
    else if (event.key === "Enter") return breakLine(event, field, cell);
    else return;
    event.preventDefault();
  });
}

function complain(cell, field, complaint) {
  const words = document.createElement("span");
  words.className = "editor-complaint";
  words.id = "editor-complaint";
  words.setAttribute("role", "alert");
  words.textContent = complaint;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", words.id);
  cell.append(words);
  return words;
}

function wayOf(event) {
  if (event.key === "Enter" && !event.altKey && !event.shiftKey) return "down";
  if (event.key === "Tab") return event.shiftKey ? "back" : "next";
  return null;
}

function breakLine(event, field, cell) {
  event.preventDefault();
  field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
  grow(field, cell);
}

function grow(field, cell) {
  field.style.height = "auto";
  field.style.height = `${Math.max(field.scrollHeight, cell.clientHeight)}px`;
}
