/** Saying something to a finding or a question: a small field in its card, Ctrl+Enter saves, Esc gives up. */

const template = document.getElementById("reply");
const LABELS = {
  explained: "为什么这样填，或判断的结果",
  not_applicable: "为什么这一条不适用于本表",
};

/**
 * Ask for words in the card of `button`; its buttons come back where nothing is said.
 * @param {(words: string) => Promise<boolean>} send answers whether the words were taken
 */
export function ask(button, send) {
  const offers = button.parentElement;
  const form = template.content.firstElementChild.cloneNode(true);
  const field = form.elements.words;
  form.querySelector("span").textContent = LABELS[button.dataset.reply];
  offers.hidden = true;
  offers.after(form);
  field.focus({ preventScroll: true });

  const leave = () => {
    form.remove();
    offers.hidden = false;
    button.focus({ preventScroll: true });
    form.dispatchEvent(new CustomEvent("left"));
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector(".adopt").disabled = true;
    if (!(await send(field.value.trim()))) form.querySelector(".adopt").disabled = false;
  });
  form.querySelector("[data-cancel]").addEventListener("click", (event) => { event.stopPropagation(); leave(); });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}

/** Whether somebody is writing. */
export const writing = () => document.querySelector(".reply-form") !== null;
