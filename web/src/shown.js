// What of the graph is shown: communities that are not hidden, and the first accounts by a score.
export function createShown(data) {
  const state = { hidden: new Set(), first: data.count, score: 0, selected: null, near: null };
  const isShown = (v) =>
    (data.ranks.length === 0 || data.ranks[state.score].rank[v] < state.first) && !state.hidden.has(data.accounts.community[v]);
  function countShown() {
    const { source, target } = data.edges;
    let accounts = 0;
    let edges = 0;
    for (let v = 0; v < data.count; v++) accounts += isShown(v);
    for (let e = 0; e < source.length; e++) edges += isShown(source[e]) && isShown(target[e]);
    return { accounts, edges };
  }
  return { state, isShown, countShown };
}
