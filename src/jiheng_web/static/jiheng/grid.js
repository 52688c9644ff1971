/** Which cell lies beside which. Cells carry `data-row`, `data-column`; merged cells span several. */

/** The cells that can be corrected, in reading order. */
export const cells = () => [...document.querySelectorAll(".paper [data-paths]")];

/** The cells that the arrows reach: those that can be corrected and those beside which something is said. */
export const stops = () => [...document.querySelectorAll(".paper [tabindex]")];

/** Make `cell` the one stop of the Tab key in the paper; the arrows lead to the others. */
export function rove(cell) {
  for (const one of stops()) one.tabIndex = one === cell ? 0 : -1;
}

/** The cell that shows `path`, also where it is merged into one that begins higher. */
export function cellOf(path) {
  return document.querySelector(`.paper [data-path="${CSS.escape(path)}"]`)
    ?? cells().find((cell) => cell.dataset.paths.split(" ").includes(path));
}

/** The cell that shows `path`, or a part of it, or what it is a part of; null where the paper shows nothing of it. */
export function cellNear(path) {
  for (let near = path; near; near = near.slice(0, near.lastIndexOf("/"))) {
    const cell = cellOf(near) ?? document.querySelector(`.paper [data-path^="${CSS.escape(near)}/"]`);
    if (cell) return cell;
  }
  return null;
}

/** The value of a cell: what it says, without its marks and without words that are printed around the value. */
export const valueOf = (cell) => cell.dataset.value ?? cell.querySelector(".text").textContent;

/** The nearest of `among` in a direction ("up", "down", "left", "right"); null at the edge. */
export function beside(cell, direction, among = cells()) {
  const here = cell.getBoundingClientRect();
  const ways = {
    up: (box) => [here.top - box.bottom, overlap(box.left, box.right, here.left, here.right)],
    down: (box) => [box.top - here.bottom, overlap(box.left, box.right, here.left, here.right)],
    left: (box) => [here.left - box.right, overlap(box.top, box.bottom, here.top, here.bottom)],
    right: (box) => [box.left - here.right, overlap(box.top, box.bottom, here.top, here.bottom)],
  };
  let best = null;
  let nearest = Infinity;
  for (const other of among) {
    const [distance, shared] = ways[direction](other.getBoundingClientRect());
    if (other === cell || distance < -2 || shared < 1 || distance >= nearest) continue;
    [best, nearest] = [other, distance];
  }
  return best;
}

/** The cell that follows in reading order, or the one before with `step` -1; null at the end. */
export function following(cell, step = 1) {
  const all = cells();
  return all[all.indexOf(cell) + step] ?? null;
}

/**
 * Lay a block of texts over the cells from `anchor` to the right and downwards.
 * Answers `{pairs: [[cell, text]…], left: number of texts for which there was no cell}`.
 */
export function lay(anchor, block) {
  const pairs = [];
  let left = 0;
  let first = anchor;
  for (const texts of block) {
    const row = first ? cellsToTheRight(first) : [];
    texts.forEach((text, index) => {
      if (row[index]) pairs.push([row[index], text]);
      else if (text.trim()) left += 1;
    });
    first = first && beside(first, "down");
  }
  return { pairs, left };
}

function cellsToTheRight(cell) {
  const row = [cell];
  for (let next = cell; (next = beside(next, "right")); ) row.push(next);
  return row;
}

const overlap = (a, b, c, d) => Math.min(b, d) - Math.max(a, c);
