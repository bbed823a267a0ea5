// A headless Chromium driven over the pipe of its debugging protocol, with what the tests of the page need. Its profile goes
// into the current folder, which whoever runs the tests removes.
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";

const FLAGS = ["--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu-sandbox",
  "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1280,800"];

export async function openPage(program, url, { webgl = true, timeoutMs = 60000 } = {}) {
  const profile = mkdtempSync(join(process.cwd(), "browser-"));
  const flags = [...FLAGS, webgl ? "--enable-unsafe-swiftshader" : "--disable-gpu", ...(webgl ? [] : ["--disable-3d-apis"]), `--user-data-dir=${profile}`];
  const browser = spawn(program, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const [, , , toBrowser, fromBrowser] = browser.stdio;
  const waiting = new Map();
  const events = [];
  let rest = "";
  let last = 0;
  let closing = false;
  fromBrowser.on("data", (chunk) => {
    const messages = (rest + chunk).split("\0");
    rest = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) {
      if (!message.id) events.push(message);
      else if (message.error) waiting.get(message.id).reject(new Error(JSON.stringify(message.error)));
      else waiting.get(message.id).resolve(message.result);
    }
  });
  const ended = new Promise((resolve) => browser.on("exit", resolve));
  const alarm = setTimeout(() => browser.kill("SIGKILL"), timeoutMs);
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      ended.then(() => closing || reject(new Error(`the browser ended during ${method}`)));
      toBrowser.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const ask = (method, params) => send(method, params, sessionId);
  for (const domain of ["Page", "Runtime", "Network", "Log"]) await ask(`${domain}.enable`);
  await ask("Page.navigate", { url });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await ask("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  const until = async (expression, ms = 30000) => {
    for (const end = Date.now() + ms; Date.now() < end; await new Promise((go) => setTimeout(go, 50)))
      if (await evaluate(expression)) return;
    throw new Error(`never true: ${expression}`);
  };
  return {
    evaluate,
    until,
    events,
    // Types as a person does: key events, not values.
    async type(text) {
      for (const key of text) await ask("Input.dispatchKeyEvent", { type: "char", text: key });
    },
    async press(key, code) {
      for (const type of ["keyDown", "keyUp"]) await ask("Input.dispatchKeyEvent", { type, key, code: key, windowsVirtualKeyCode: code });
    },
    async click(x, y) {
      for (const type of ["mousePressed", "mouseReleased"]) await ask("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    },
    screenshot: async () => Buffer.from((await ask("Page.captureScreenshot", { format: "png" })).data, "base64"),
    async close() {
      clearTimeout(alarm);
      closing = true;
      await Promise.race([send("Browser.close"), ended]);
      await ended;
    },
  };
}
