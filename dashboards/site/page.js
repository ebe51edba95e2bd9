import {CARE, compareCells, matches, scale, tickText} from "./scale.js";

const SVG = "http://www.w3.org/2000/svg";
const percent = (fraction) => `${(100 * fraction).toFixed(3)}%`;

function element(name, attributes = {}, children = []) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const vertical = (at, kind, y1 = "0", y2 = "100%") => element("line", {x1: at, x2: at, y1, y2, class: kind});

/** Band, grid and zero: drawn in every row, so that they run through the whole panel. */
function ground(axis) {
  const from = axis.position(-CARE);
  const parts = [element("rect", {x: percent(from), width: percent(axis.position(CARE) - from), y: 0, height: "100%", class: "band"})];
  for (const tick of axis.ticks) parts.push(vertical(percent(axis.position(tick)), tick === 0 ? "zero" : "grid"));
  return parts;
}

// An estimate has no verdict: its interval speaks.
const isOpen = (row) => row.verdict === "undecided" || row.verdict === "noisy" || (row.low <= 0 && row.high >= 0);
const direction = (row) => (row.verdict === "same" || isOpen(row) ? "flat" : row.high < 0 ? "faster" : "slower");

/** Filled: changed. Square: the same. Open: not decided. Diamond: a geometric mean. In the middle of its own coordinates. */
function shape(row) {
  const kind = direction(row);
  if (row.score) return element("path", {d: "M0-6 L6 0 L0 6 L-6 0Z", class: `mark ${kind}`});
  if (row.verdict === "same") return element("rect", {x: -3.5, y: -3.5, width: 7, height: 7, class: `mark ${kind}`});
  return element("circle", {r: 3.75, class: `mark ${kind}${isOpen(row) ? " open" : ""}`});
}

function interval(row, axis) {
  const [low, high, middle] = [row.low, row.high, row.percent].map((value) => percent(axis.position(value)));
  const kind = direction(row);
  const cap = (x) => element("svg", {x, y: "50%", overflow: "visible"}, [element("line", {y1: -4, y2: 4, class: `cap ${kind}`})]);
  return [
    element("line", {x1: low, x2: high, y1: "50%", y2: "50%", class: `bar ${kind}`}), cap(low), cap(high),
    element("svg", {x: middle, y: "50%", overflow: "visible"}, [shape(row)]),
  ];
}

function drawAxis(cell, axis) {
  const labels = axis.ticks.map((tick) => {
    const at = percent(axis.position(tick));
    const text = element("text", {x: at, y: "100%", dy: "-.45em", "text-anchor": "middle"});
    text.textContent = tick === 0 ? "0 %" : tickText(tick);
    return text;
  });
  const sides = [["← faster", 0, "start"], ["slower →", 1, "end"]].map(([words, at, anchor]) => {
    const text = element("text", {x: percent(at), y: ".95em", "text-anchor": anchor});
    text.textContent = words;
    return text;
  });
  cell.append(element("svg", {"aria-hidden": "true"}, [...labels, ...sides]));
}

function sayBent(heading) {
  const note = Object.assign(document.createElement("span"), {className: "detail", textContent: "axis logarithmic beyond ±2 %"});
  heading.append(" ", note);
}

function drawPanel(table, steps) {
  const rows = steps.flat().filter((row) => row !== null);
  if (rows.length === 0) return;
  const axis = scale(rows);
  drawAxis(table.querySelector(".axis"), axis);
  if (axis.bent) sayBent(table.closest(".panel").querySelector("h3"));
  for (const line of table.querySelectorAll("tr[data-plot]")) {
    const [, step, index] = line.dataset.plot.split(".");
    const row = steps[step][index];
    const drawn = element("svg", {"aria-hidden": "true"}, [...ground(axis), ...(row ? interval(row, axis) : [])]);
    if (row) drawn.append(Object.assign(element("title"), {textContent: row.text}));
    line.querySelector(".plot").append(drawn);
  }
}

function drawLegend(place) {
  const samples = [
    ["faster", {verdict: "changed", low: -2, high: -1}], ["slower", {verdict: "changed", low: 1, high: 2}],
    ["the same", {verdict: "same"}], ["undecided, noisy, or an interval with zero", {verdict: "undecided"}], ["geometric mean", {score: true, low: -1, high: 1}],
  ];
  for (const [words, row] of samples) {
    const kind = direction(row);
    const mark = element("svg", {x: 17, y: 7, overflow: "visible"}, [shape(row)]);
    const item = document.createElement("span");
    item.append(element("svg", {}, [element("line", {x1: 0, x2: 34, y1: 7, y2: 7, class: `bar ${kind}`}), mark]), words);
    place.append(item);
  }
}

const cellOf = (row, column) => {
  const cell = row.cells[column];
  return {text: cell.textContent, value: cell.dataset.value === undefined ? undefined : Number(cell.dataset.value)};
};

function sortBy(table, heading, column) {
  const rising = heading.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", rising ? "ascending" : "descending");
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => compareCells(cellOf(a, column), cellOf(b, column), rising ? 1 : -1));
  table.tBodies[0].append(...rows);
}

function makeSortable(table) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(table, heading, column));
    heading.append(button);
  });
}

function makeFilter(place, table) {
  const input = Object.assign(document.createElement("input"), {type: "search"});
  const label = document.createElement("label");
  label.append("Show cells with all of these words: ", input);
  const count = document.createElement("output");
  const rows = [...table.tBodies[0].rows];
  const show = () => {
    for (const row of rows) row.hidden = !matches(row.textContent, input.value.trim());
    count.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} cells`;
  };
  input.addEventListener("input", show);
  place.append(label, " ", count);
  show();
}

function start() {
  document.documentElement.classList.add("js");
  const panels = JSON.parse(document.getElementById("data").textContent);
  for (const table of document.querySelectorAll("table[data-panel]")) drawPanel(table, panels[table.dataset.panel]);
  if (panels.length > 0) drawLegend(document.getElementById("legend"));
  for (const table of document.querySelectorAll("table.sortable")) {
    makeSortable(table);
    makeFilter(document.getElementById("filter"), table);
  }
}

start();
