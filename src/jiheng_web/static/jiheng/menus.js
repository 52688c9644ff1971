/** Menus made of <details>: one open at a time, closed by Esc or by a click elsewhere. */

const menus = () => document.querySelectorAll("details.menu[open]");

addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target) || event.target.closest(".menu-panel a")) menu.open = false;
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
