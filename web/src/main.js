import { buildGraph, readData, sizeByScore } from "./data.js";
import { createShown } from "./shown.js";
import { createSide, element } from "./side.js";
import { createView } from "./view.js";

// A browser without WebGL still gets search, filters, scores and communities.
function withoutPicture(data, shown, stage) {
  stage.append(element("p", { className: "message", id: "no-picture" }, data.words.no_webgl));
  return { select: (v) => (shown.state.selected = v), goTo: () => {}, refresh: () => {}, reset: () => {} };
}

function hasWebgl() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

function start() {
  const data = readData();
  const stage = document.getElementById("stage");
  const graph = buildGraph(data);
  sizeByScore(data, graph, 0);
  const shown = createShown(data);
  const view = hasWebgl() ? createView(data, graph, shown, stage) : withoutPicture(data, shown, stage);
  const side = createSide(data, graph, shown, view);
  view.renderer?.on("clickNode", ({ node }) => side.choose(+node, false));
  view.renderer?.on("clickStage", () => side.choose(null));
  document.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    if (event.key === "/") document.getElementById("search").focus();
    else if (event.key === "Escape") side.choose(null);
    else if (event.key === "0") view.reset();
    else return;
    event.preventDefault();
  });
  // For those who test the page, or look closer in the browser's console.
  window.relais = { data, graph, shown, view, choose: side.choose };
}

start();
