// Opens pages that relais wrote in a headless browser and uses them as a person does.
// usage: node check.mjs CHROMIUM PAGE LARGE-PAGE
import { pathToFileURL } from "node:url";
import { openPage } from "./browser.mjs";

const [chromium, page, large] = process.argv.slice(2);
let bad = 0;
function check(what, found, expected) {
  const same = JSON.stringify(found) === JSON.stringify(expected);
  if (!same) console.error(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  bad += !same;
}
const text = (p, id) => p.evaluate(`document.getElementById("${id}").innerText.trim()`);
const ENTER = ["Enter", 13];
const ESCAPE = ["Escape", 27];

// No error, and nothing asked for but the file itself.
function checkQuiet(p, what) {
  const failed = p.events.filter((e) => e.method === "Runtime.exceptionThrown" || (e.method === "Log.entryAdded" && e.params.entry.level === "error"));
  check(`${what}: errors`, failed.map((e) => e.params), []);
  const asked = p.events.filter((e) => e.method === "Network.requestWillBeSent").map((e) => e.params.request.url);
  check(`${what}: addresses asked for`, asked.filter((url) => !/^(file|blob|data):/.test(url)), []);
}

// Colours other than white in what the graphics layer drew.
const DRAWN = `(async () => {
  const { renderer } = window.relais.view;
  const size = document.getElementById("stage").getBoundingClientRect();
  const sheet = new OffscreenCanvas(size.width, size.height).getContext("2d");
  renderer.refresh();
  await new Promise((done) => renderer.once("afterRender", done) && renderer.refresh());
  for (const canvas of document.querySelectorAll("#stage canvas")) sheet.drawImage(canvas, 0, 0, size.width, size.height);
  const { data } = sheet.getImageData(0, 0, size.width, size.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return colours.size;
})()`;

async function usePage() {
  const p = await openPage(chromium, pathToFileURL(page).href);
  await p.until("Boolean(window.relais)");
  const { accounts, edges, communities } = await p.evaluate(
    `({ accounts: relais.data.count, edges: relais.data.edges.source.length, communities: relais.data.communities.length })`,
  );
  const format = (n) => n.toLocaleString("en");
  check("counts", await text(p, "counts"), `${format(accounts)} of ${format(accounts)} accounts shown, ${format(edges)} edges`);
  check("picture", (await p.evaluate(DRAWN)) > 20, true);
  check("communities listed", await p.evaluate(`document.querySelectorAll("#communities li").length`), communities);

  // Search by the start of a handle, with the keyboard alone.
  await p.evaluate(`document.getElementById("stage").focus()`);
  await p.press("/", 191);
  await p.type("norvane");
  await p.until(`document.querySelectorAll("#found li").length > 0`);
  await p.press(...ENTER);
  const chosen = await p.evaluate(`relais.shown.state.selected`);
  const shown = await p.evaluate(`document.getElementById("account-name").innerText`);
  check("who is found", shown.startsWith("@norvane"), true);
  const scores = await p.evaluate(`[...document.querySelectorAll("#account-part tr")].map((row) => row.innerText.split("\\t").length)`);
  check("scores of the account", scores.length >= 4 && scores.every((cells) => cells === 3), true);
  check("its community", /^community \d+: ./.test(await text(p, "account-community")), true);
  check("neighbours", await p.evaluate(`relais.shown.state.near.size`), await p.evaluate(`relais.graph.neighbors(${chosen}).length`));
  await p.evaluate(`document.activeElement.blur()`);
  await p.press(...ESCAPE);
  check("let go", await p.evaluate(`[relais.shown.state.selected, document.getElementById("account-part").hidden]`), [null, true]);

  // A click on the leader's disc chooses it.
  const leader = await p.evaluate(`relais.data.ranks[0].order[0]`);
  await p.evaluate(`relais.view.renderer.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1 }), null`);
  const at = await p.evaluate(`(() => {
    const { renderer } = relais.view;
    renderer.refresh();
    const box = document.getElementById("stage").getBoundingClientRect();
    const place = renderer.graphToViewport(relais.graph.getNodeAttributes(${leader}));
    return { x: box.x + place.x, y: box.y + place.y };
  })()`);
  await p.click(at.x, at.y);
  await p.until(`relais.shown.state.selected === ${leader}`, 5000);

  // A community that is not shown takes its accounts away; the slider leaves the first.
  const inFirst = await p.evaluate(`relais.data.accounts.community.filter((c) => c === 0).length`);
  await p.evaluate(`document.querySelector("#communities input").click()`);
  check("without a community", (await text(p, "counts")).startsWith(`${format(accounts - inFirst)} of`), true);
  await p.evaluate(`document.getElementById("all").click()`);
  await p.evaluate(`(() => { const s = document.getElementById("first"); s.value = "0"; s.dispatchEvent(new Event("input")); })()`);
  check("the first alone", await text(p, "counts"), `1 of ${format(accounts)} accounts shown, 0 edges`);
  check("the leader is the first", await p.evaluate(`document.querySelectorAll("#leaders li").length`), 1);
  await p.evaluate(`(() => { const s = document.getElementById("score"); s.value = "1"; s.dispatchEvent(new Event("change")); })()`);
  check("by another score", await p.evaluate(`relais.shown.isShown(relais.data.ranks[1].order[0])`), true);
  checkQuiet(p, "page");
  await p.close();
}

// What a page holds at most is drawn in a browser without a graphics card.
async function useLargePage() {
  const p = await openPage(chromium, pathToFileURL(large).href, { timeoutMs: 120000 });
  await p.until("Boolean(window.relais)", 90000);
  check("large: counts", await text(p, "counts"), "20,000 of 20,000 accounts shown, 100,000 edges");
  check("large: what is left out", /^The best 20000 of \d+ accounts .* edges between them\.$/.test(await text(p, "note")), true);
  check("large: picture", (await p.evaluate(DRAWN)) > 20, true);
  checkQuiet(p, "large page");
  await p.close();
}

// Without WebGL everything but the picture is there.
async function useWithoutWebgl() {
  const p = await openPage(chromium, pathToFileURL(page).href, { webgl: false });
  await p.until("Boolean(window.relais)");
  check("no WebGL: said", (await text(p, "no-picture")).length > 20, true);
  await p.evaluate(`document.getElementById("search").focus()`);
  await p.type("norvane");
  await p.press(...ENTER);
  check("no WebGL: search", (await text(p, "account-name")).startsWith("@norvane"), true);
  await p.close();
}

await usePage();
await useWithoutWebgl();
await useLargePage();
process.exit(bad ? 1 : 0);
