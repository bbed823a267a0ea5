// Reads the graph files of a folder with Gephi Lite's readers, as Gephi Lite calls them, and compares with
// NAME.truth.json. check_gephi_lite.mjs MODULES FOLDER
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [modules, folder] = process.argv.slice(2);
const require = createRequire(path.resolve(modules) + "/");
const Graph = require("graphology");
const gexf = require("graphology-gexf");
const graphml = require("graphology-graphml");
let failures = 0;

function check(condition, ...what) {
  if (condition) return;
  failures++;
  console.error("not so:", ...what);
}

function read(file) {
  const text = fs.readFileSync(file, "utf8");
  // It tells the format by the first two lines.
  const tag = file.endsWith(".gexf") ? "<gexf" : "<graphml";
  check(text.split("\n").slice(0, 2).some((line) => line.includes(tag)), file, "tag in the first two lines");
  return file.endsWith(".gexf")
    ? gexf.parse(Graph, text, { allowUndeclaredAttributes: true, addMissingNodes: true })
    : graphml.parse(Graph, text, { addMissingNodes: true });
}

function edgeKey(truth, a, b, kind) {
  return JSON.stringify(truth.directed || a < b ? [a, b, kind] : [b, a, kind]);
}

function compare(file, truth, graph) {
  check(JSON.stringify(graph.nodes()) === JSON.stringify(truth.nodes), file, "nodes", graph.order);
  check(graph.size === truth.edges.length, file, "edges", graph.size, truth.edges.length);
  const expected = new Map(truth.edges.map(([a, b, kind, w]) => [edgeKey(truth, a, b, kind), w]));
  graph.forEachEdge((edge, attributes, source, target, s, t, undirected) => {
    const key = edgeKey(truth, source, target, attributes.layer ?? null);
    check(undirected !== truth.directed, file, "direction");
    check(expected.has(key), file, "edge", key);
    check(Math.abs(attributes.weight - expected.get(key)) <= 1e-6 * attributes.weight, file, "weight", key);
    expected.delete(key);
  });
  check(expected.size === 0, file, "missing edges", expected.size);
}

function compareFull(file, graph) {
  const node = graph.getNodeAttributes("bluesky:did:plc:abc");
  check(node.label === "Zo\u00e9 \u{1F334} d'Or", file, "label", node.label);
  check(graph.getNodeAttribute("web:tab\there", "label") === "two\nlines", file, "line ends in a label");
  check(node.observed === true && node.community === 1 && node.followers === 30, file, "types");
  check(Math.abs(node.score - (0.25 + 3 / 7)) < 1e-15, file, "score", node.score);
  check(typeof node.x === "number" && typeof node.y === "number", file, "position");
  check(node.size > 4 && node.size < 100, file, "size");
  check(graph.getNodeAttribute("web:isolated", "size") === 100, file, "largest size");
  check(!("followers" in graph.getNodeAttributes("x:9007199254740993")), file, "missing");
  check(node.color === (file.endsWith(".gexf") ? "rgb(243,76,0)" : "#f34c00"), file, "colour", node.color);
}

const truths = fs.readdirSync(folder).filter((name) => name.endsWith(".truth.json"));
check(truths.length >= 5, "graphs to look at", truths.length);
for (const name of truths) {
  const graph = name.slice(0, -".truth.json".length);
  const truth = JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
  for (const suffix of [".graphml", ".13.gexf", ".12.gexf", ".dynamic.13.gexf"]) {
    const file = path.join(folder, graph + suffix);
    if (!fs.existsSync(file)) continue;
    const found = read(file);
    compare(file, truth, found);
    if (graph === "full") compareFull(file, found);
  }
}
console.log(truths.length, "graphs,", failures, "failures");
process.exit(failures ? 1 : 0);
