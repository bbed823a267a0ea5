// The data that relais wrote into the page, and the graph made of them.
import Graph from "graphology";

export function readData() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { accounts, communities } = data;
  data.count = accounts.name.length;
  // A community is told by its number; accounts of the page hold its place in the list.
  data.communityOf = accounts.community.map((place) => communities[place] ?? null);
  // Ranks among the accounts of the page, by each score: 0 is first. Missing scores come last.
  data.ranks = data.scores.map(rankOf);
  return data;
}

function rankOf({ values, low_first: lowFirst }) {
  const key = values.map((value) => (value === null ? -Infinity : lowFirst ? -value : value));
  const order = key.map((_, v) => v).sort((a, b) => (key[a] === key[b] ? a - b : key[b] > key[a] ? 1 : -1));
  const rank = new Array(values.length);
  order.forEach((v, place) => (rank[v] = place));
  return { order, rank };
}

export function shownName(data, v) {
  const handle = data.accounts.handle?.[v];
  return handle ? `@${handle}` : data.accounts.name[v];
}

export function buildGraph(data) {
  const { accounts, edges } = data;
  const graph = new Graph({ type: data.directed ? "directed" : "undirected", multi: false, allowSelfLoops: false });
  // What comes later is drawn on top: the leaders.
  const order = data.ranks[0]?.order ?? accounts.name.map((_, v) => v);
  for (const v of [...order].reverse())
    graph.addNode(v, {
      x: accounts.x[v],
      y: accounts.y[v],
      size: 2,
      label: shownName(data, v),
      color: data.communityOf[v]?.color ?? "#999999",
    });
  for (let e = 0; e < edges.source.length; e++)
    graph.addEdgeWithKey(e, edges.source[e], edges.target[e], { weight: edges.weight ? edges.weight[e] : 1 });
  return graph;
}

const SMALLEST = 2;
const LARGEST = 16;

// The area of a circle is in proportion to the score; where the smallest is the best, to what it is below the largest.
export function sizeByScore(data, graph, which) {
  const { values = [], low_first: lowFirst } = data.scores[which] ?? {};
  const most = values.reduce((max, value) => Math.max(max, value ?? 0), 0);
  graph.updateEachNodeAttributes((v, attributes) => {
    const known = typeof values[v] === "number" && most > 0;
    const part = known ? Math.max(0, values[v]) / most : 0;
    const share = known && lowFirst ? 1 - part : part;
    attributes.size = SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(share);
    return attributes;
  });
}
