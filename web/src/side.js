// The column beside the picture: search, one account, leaders, communities.
import { shownName, sizeByScore } from "./data.js";

const FOUND_MOST = 12;
const LEADERS = 10;
const NEAR_MOST = 12;
const SLIDER = 1000;

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (name in made && name !== "role") made[name] = value;
    else made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

const part = (id) => document.getElementById(id);

export function createSide(data, graph, shown, view) {
  const { words } = data;
  const { state, isShown } = shown;
  const whole = new Intl.NumberFormat(document.documentElement.lang);
  const precise = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 4 });
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => whole.format(values[name]));
  const dot = (community) => {
    const made = element("span", { className: "dot", ariaHidden: "true" });
    made.style.background = community?.color ?? "#999999";
    return made;
  };

  function choose(v, move = true) {
    view.select(v);
    showAccount(v);
    if (v !== null && move) view.goTo(v);
  }

  const pick = (v) => element("button", { type: "button", className: "pick", onclick: () => choose(v) }, shownName(data, v));

  function showCounts() {
    const { accounts, edges } = shown.countShown();
    part("counts").textContent = fill(words.counts, { shown: accounts, all: data.count, edges });
  }

  // -------- one account --------

  function nearest(v, which) {
    const found = [];
    const visit = (_e, { weight }, a, b) => found.push([+a === v ? +b : +a, weight]);
    if (which === "in") graph.forEachInEdge(v, visit);
    else if (which === "out") graph.forEachOutEdge(v, visit);
    else graph.forEachEdge(v, visit);
    return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  function nearList(v, which, title) {
    const found = nearest(v, which);
    if (found.length === 0) return null;
    const list = element("ul", { className: "near" });
    for (const [u, weight] of found.slice(0, NEAR_MOST))
      list.append(element("li", {}, dot(data.communityOf[u]), pick(u), element("span", { className: "number" }, precise.format(weight))));
    return element("div", {}, element("h2", {}, `${title} (${whole.format(found.length)})`), list);
  }

  function scoreTable(v) {
    const table = element("table");
    data.scores.forEach((score, i) => {
      const value = score.values[v];
      const rank = value === null ? "" : `#${whole.format(data.ranks[i].rank[v] + 1)}`;
      table.append(
        element("tr", {}, element("th", { scope: "row" }, score.title), element("td", {}, value === null ? words.missing : precise.format(value)), element("td", {}, rank)),
      );
    });
    return table;
  }

  function showAccount(v) {
    const box = part("account-part");
    box.hidden = v === null;
    box.replaceChildren();
    if (v === null) return;
    const community = data.communityOf[v];
    const name = data.accounts.name[v];
    const title = shownName(data, v);
    box.append(
      element("div", { className: "head" }, element("h2", { id: "account-name" }, title), element("button", { type: "button", ariaLabel: words.close, onclick: () => choose(null) }, "\u00d7")),
    );
    if (title !== name) box.append(element("p", { className: "quiet", id: "account-key" }, name));
    if (community) box.append(element("p", { id: "account-community" }, dot(community), ` ${words.community} ${community.number}: ${community.label}`));
    box.append(scoreTable(v));
    const lists = data.directed ? [nearList(v, "in", words.from), nearList(v, "out", words.to)] : [nearList(v, "both", words.contacts)];
    box.append(...lists.filter(Boolean));
  }

  // -------- search --------

  function matches(text) {
    const wanted = text.trim().replace(/^@/, "").toLowerCase();
    if (!wanted) return [];
    const starts = [];
    const holds = [];
    for (const v of data.ranks[state.score]?.order ?? data.accounts.name.keys()) {
      const handle = (data.accounts.handle?.[v] ?? "").toLowerCase();
      const name = data.accounts.name[v].toLowerCase();
      if (handle.startsWith(wanted) || name.startsWith(wanted)) starts.push(v);
      else if (handle.includes(wanted) || name.includes(wanted)) holds.push(v);
      if (starts.length >= FOUND_MOST) break;
    }
    return [...starts, ...holds].slice(0, FOUND_MOST);
  }

  function setUpSearch() {
    const input = part("search");
    const list = part("found");
    let found = [];
    let at = -1;
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    };
    const mark = (place) => {
      at = place;
      [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
      input.setAttribute("aria-activedescendant", at >= 0 ? `found-${at}` : "");
    };
    const take = (v) => {
      close();
      reveal(v);
      choose(v);
    };
    const look = () => {
      found = matches(input.value);
      list.replaceChildren();
      found.forEach((v, i) => {
        const row = element("li", { id: `found-${i}`, role: "option" }, shownName(data, v));
        row.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(v);
        });
        list.append(row);
      });
      if (found.length === 0 && input.value.trim()) list.append(element("li", { className: "quiet" }, words.nobody));
      list.hidden = list.children.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(found.length ? 0 : -1);
    };
    input.addEventListener("input", look);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && found.length) mark((at + 1) % found.length);
      else if (event.key === "ArrowUp" && found.length) mark((at + found.length - 1) % found.length);
      else if (event.key === "Enter" && at >= 0) take(found[at]);
      else if (event.key === "Escape") input.value ? ((input.value = ""), look()) : choose(null);
      else return;
      event.preventDefault();
    });
  }

  // Who is searched for is shown, whatever the filters say.
  function reveal(v) {
    if (isShown(v)) return;
    state.hidden.delete(data.accounts.community[v]);
    const rank = data.ranks[state.score]?.rank[v] ?? 0;
    if (rank >= state.first) setFirst(rank + 1);
    showCommunities();
    update();
  }

  // -------- score --------

  const ofSlider = (position) => Math.max(1, Math.round(Math.pow(data.count, position / SLIDER)));
  const toSlider = (count) => (data.count > 1 ? Math.ceil((SLIDER * Math.log(count)) / Math.log(data.count)) : SLIDER);

  function setFirst(count) {
    state.first = Math.min(data.count, count);
    part("first").value = String(toSlider(state.first));
    part("first-label").textContent = fill(words.first, { first: state.first });
  }

  function showLeaders() {
    const list = part("leaders");
    list.replaceChildren();
    const { values } = data.scores[state.score] ?? {};
    if (!values) return;
    const leaders = data.ranks[state.score].order.filter((v) => values[v] !== null && isShown(v)).slice(0, LEADERS);
    for (const v of leaders)
      list.append(element("li", {}, dot(data.communityOf[v]), pick(v), element("span", { className: "number" }, precise.format(values[v]))));
  }

  function setUpScore() {
    const select = part("score");
    data.scores.forEach((score, i) => select.append(element("option", { value: String(i) }, score.title)));
    part("score-part").hidden = data.scores.length === 0 || data.count === 0;
    select.addEventListener("change", () => {
      state.score = +select.value;
      sizeByScore(data, graph, state.score);
      update();
    });
    part("first").addEventListener("input", (event) => {
      state.first = ofSlider(+event.target.value);
      part("first-label").textContent = fill(words.first, { first: state.first });
      update();
    });
    setFirst(data.count);
  }

  // -------- communities --------

  function showCommunities() {
    const list = part("communities");
    list.replaceChildren();
    data.communities.forEach((community, place) => {
      const box = element("input", { type: "checkbox", checked: !state.hidden.has(place) });
      box.addEventListener("change", () => {
        if (box.checked) state.hidden.delete(place);
        else state.hidden.add(place);
        update();
      });
      const name = element("span", { className: "name" }, `${community.number}. ${community.label}`);
      list.append(
        element("li", { title: community.summary ?? "" }, element("label", {}, box, dot(community), name, element("span", { className: "number" }, whole.format(community.accounts)))),
      );
    });
  }

  function setUpCommunities() {
    part("community-part").hidden = data.communities.length === 0;
    const all = (hide) => () => {
      state.hidden = new Set(hide ? data.communities.keys() : []);
      showCommunities();
      update();
    };
    part("all").addEventListener("click", all(false));
    part("none").addEventListener("click", all(true));
    showCommunities();
  }

  function update() {
    if (state.selected !== null && !isShown(state.selected)) choose(null);
    view.refresh();
    showCounts();
    showLeaders();
  }

  part("title").textContent = data.title;
  part("note").textContent = data.note ?? "";
  part("note").hidden = !data.note;
  for (const [id, text] of [
    ["search-label", words.search],
    ["score-label", words.size],
    ["community-title", words.communities],
    ["all", words.all],
    ["none", words.none],
    ["keys", words.keys],
    ["licences-title", words.licences],
  ])
    part(id).textContent = text;
  setUpSearch();
  setUpScore();
  setUpCommunities();
  update();
  return { choose, update };
}
