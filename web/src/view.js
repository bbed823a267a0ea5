// The picture: sigma's renderer over the graph, and what of it is shown.
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering";

const FADED = "#e3e6eb";
const THIN_EDGES_ABOVE = 20000; // one-pixel lines, and none while the picture moves
const ARROWS_UP_TO = 3000;

const LABEL_LETTERS = 28;

function shortened(label) {
  return label.length > LABEL_LETTERS ? `${label.slice(0, LABEL_LETTERS - 1)}\u2026` : label;
}

// A name on a pale edge, so that it is read on discs and over other names.
function drawLabel(context, node, settings) {
  if (!node.label) return;
  const text = shortened(node.label);
  const x = node.x + node.size + 3;
  const y = node.y + settings.labelSize / 3;
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = "rgba(255, 255, 255, 0.85)";
  context.strokeText(text, x, y);
  context.fillStyle = "#1d2430";
  context.fillText(text, x, y);
}

export function createView(data, graph, shown, stage) {
  const { state, isShown } = shown;
  const many = graph.size > THIN_EDGES_ABOVE;
  const renderer = new Sigma(graph, stage, {
    edgeProgramClasses: { line: many ? EdgeLineProgram : EdgeRectangleProgram, arrow: EdgeArrowProgram },
    defaultEdgeType: data.directed && graph.size <= ARROWS_UP_TO ? "arrow" : "line",
    defaultEdgeColor: many ? "#e8eaee" : "#cfd5de",
    hideEdgesOnMove: many,
    labelFont: "system-ui, 'DejaVu Sans', sans-serif",
    labelRenderedSizeThreshold: 7,
    labelDensity: 0.6,
    labelGridCellSize: 160,
    defaultDrawNodeLabel: drawLabel,
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    nodeReducer: (v, attributes) => reduceNode(+v, attributes),
    edgeReducer: (e, attributes) => reduceEdge(e, attributes),
  });

  function reduceNode(v, attributes) {
    if (!isShown(v)) return { ...attributes, hidden: true };
    if (state.selected === null) return attributes;
    if (v === state.selected) return { ...attributes, highlighted: true, forceLabel: true, zIndex: 2 };
    if (state.near.has(v)) return { ...attributes, zIndex: 1 };
    return { ...attributes, color: FADED, label: null, zIndex: 0 };
  }

  function reduceEdge(e, attributes) {
    const [a, b] = graph.extremities(e).map(Number);
    if (!isShown(a) || !isShown(b)) return { ...attributes, hidden: true };
    const width = Math.min(4, 0.6 + Math.log2(1 + attributes.weight) / 3);
    if (state.selected === null) return { ...attributes, size: width };
    if (a !== state.selected && b !== state.selected) return { ...attributes, hidden: true };
    const other = a === state.selected ? b : a;
    return { ...attributes, size: width + 0.4, color: graph.getNodeAttribute(other, "color"), zIndex: 1 };
  }

  function select(v) {
    state.selected = v;
    state.near = v === null ? null : new Set(graph.neighbors(v).map(Number));
    renderer.refresh({ skipIndexation: true });
  }

  function goTo(v) {
    const at = renderer.getNodeDisplayData(v);
    if (!at) return;
    const ratio = Math.min(renderer.getCamera().ratio, 0.35);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    renderer.getCamera().animate({ x: at.x, y: at.y, ratio }, { duration: still ? 0 : 400 });
  }

  return {
    renderer,
    select,
    goTo,
    refresh: () => renderer.refresh({ skipIndexation: false }),
    reset: () => renderer.getCamera().animatedReset(),
  };
}
