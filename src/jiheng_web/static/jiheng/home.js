/** The drop area: files go up one after another, each with its own line of progress; then on to what was found. */

import "./menus.js";

const drop = document.getElementById("drop");
const input = document.getElementById("files");
const list = document.getElementById("progress");
const limit = Number(drop.dataset.limit);

let busy = false;

input.addEventListener("change", () => take([...input.files]));
for (const name of ["dragenter", "dragover"]) addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  take([...event.dataTransfer.files]);
});
addEventListener("pageshow", () => { input.value = ""; });

async function take(files) {
  if (busy || !files.length) return;
  busy = true;
  list.hidden = false;
  list.replaceChildren();
  const lines = files.map(line);
  const done = [];
  for (const [index, file] of files.entries()) done.push(await send(file, lines[index]));
  busy = false;
  go(done.filter(Boolean).flat(), done.every(Boolean));
}

/** One file: straight to its page. Several: to the list. Where some did not arrive, stay, so that the reason is read. */
function go(documents, allArrived) {
  if (!allArrived) return;
  location.assign(address(documents));
}

function address(documents) {
  if (documents.length === 1) return documents[0].url;
  return `/documents/results/?${new URLSearchParams(documents.map((one) => ["id", one.id]))}`;
}

function line(file) {
  const item = document.createElement("li");
  item.innerHTML = '<span class="progress-name"></span><span class="progress-state">等待</span><progress max="100" value="0"></progress>';
  item.querySelector(".progress-name").textContent = file.name;
  list.append(item);
  return item;
}

function send(file, item) {
  const state = item.querySelector(".progress-state");
  const bar = item.querySelector("progress");
  const fail = (message) => { item.classList.add("failed"); state.textContent = message; bar.remove(); };
  if (file.size > limit) return fail(`文件有 ${(file.size / 2 ** 20).toFixed(1)} MB，超过 ${limit / 2 ** 20} MB 的上限。请删去图片和附件后另存再试。`);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", drop.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("files", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let clock;
    const finish = (then) => { clearInterval(clock); resolve(then()); };
    request.open("POST", drop.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = (100 * loaded) / total; state.textContent = "正在放入"; });
    request.upload.addEventListener("load", () => { clock = reading(state, bar); });
    request.addEventListener("error", () => finish(() => fail("绩衡没有应答，文件没有放入。请确认程序还在运行，再试一次。")));
    request.addEventListener("load", () => finish(() => arrived(request, { state, bar, fail })));
    request.send(body);
  });
}

function arrived(request, { state, bar, fail }) {
  if (request.status !== 200) return fail(request.response?.message ?? "文件没有放入，请重试。");
  const { documents } = request.response;
  // Where another file did not arrive the page stays, and this line is the way on.
  const link = document.createElement("a");
  link.href = address(documents);
  link.textContent = arrivedWords(documents);
  state.replaceChildren(link);
  bar.value = 100;
  return documents;
}

/** An archive brings as many documents as it holds files. */
function arrivedWords(documents) {
  if (documents.length > 1) return `${documents.length} 个文件，看结果`;
  return documents[0].error ? "没有读出，看原因" : "已读出，打开";
}

/** The server cannot say how far it is, so the line says for how long it has been reading. */
function reading(state, bar) {
  const began = Date.now();
  bar.removeAttribute("value");
  const show = () => {
    const seconds = Math.round((Date.now() - began) / 1000);
    state.textContent = seconds < 3 ? "正在读取和检查" : `正在读取和检查，已 ${seconds} 秒`;
  };
  show();
  return setInterval(show, 1000);
}
