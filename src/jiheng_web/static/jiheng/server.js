/** Talks to the server of this machine. Every change goes through `post`, one after another, in the order made. */

let last = Promise.resolve();

/**
 * Send form fields; answer `{ok: true, html}` or `{ok: false, message, path}`, `path` being the cell at fault.
 * @param {string} url
 * @param {[string, string][]} fields
 */
export function post(url, fields = []) {
  const answer = last.then(() => send(url, fields));
  last = answer;
  return answer;
}

async function send(url, fields) {
  const token = document.querySelector("#token [name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams([["csrfmiddlewaretoken", token], ...fields]);
  try {
    const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json", "X-Part": "workbench" } });
    if (response.ok) return { ok: true, html: await response.text() };
    return { ok: false, path: null, ...(await response.json()) };
  } catch {
    return { ok: false, path: null, message: "绩衡没有应答，这次操作没有保存。请确认程序还在运行，再试一次。" };
  }
}
