/* What if a country stopped and another one grew: the formula of `copies/answers/what_if.py`, on a table's shares.
   What is chosen stands in the address. A country without a share stays a range; so does all, once it is moved. */
(() => {
  "use strict";
  const site = window.MINERALS;
  const { fill } = site;
  const { tables, words, sql, cap } = JSON.parse(document.getElementById("if-given").textContent);
  const [ID, NAME, SHARE, LOW, HIGH] = [0, 1, 2, 3, 4];
  const part = (name) => document.getElementById(`if-${name}`);
  const digits = (value) => (value > 0 && value < 0.05 ? 1 - Math.floor(Math.log10(value)) : 1); // a small share is never zero
  const bare = (value) => site.written(value, digits(value), 1);
  const written = (value) => `${bare(value)}${words.sign}`;
  const over = (above, below) => (below === 0 ? NaN : above / below);

  /* 100 (1 + change) p / (100 + sum of change p); the bounds with what moves at the ends that are worst */
  const moved = (rows, state) => {
    const changes = rows.map((row) => (row[ID] === state.stops ? -state.by / 100 : row[ID] === state.grows ? state.with / 100 : 0));
    const sum = (of) => rows.reduce((all, row, at) => all + of(row, changes[at]), 0);
    const least = (row, change) => change * (change < 0 ? row[HIGH] : row[LOW]);
    const most = (row, change) => change * (change < 0 ? row[LOW] : row[HIGH]);
    const unknown = rows.some((row, at) => changes[at] !== 0 && row[SHARE] == null);
    const [world, lowest, highest] = [100 + sum((row, change) => change * (row[SHARE] ?? 0)), 100 + sum(least), 100 + sum(most)];
    const after = rows.map((row, at) => {
      const change = changes[at];
      const low = over(100 * (1 + change) * row[LOW], highest - most(row, change) + change * row[LOW]);
      const high = over(100 * (1 + change) * row[HIGH], lowest - least(row, change) + change * row[HIGH]);
      const value = unknown || row[SHARE] == null ? NaN : over(100 * (1 + change) * row[SHARE], world);
      return { id: row[ID], name: row[NAME], before: row, share: Number.isNaN(value) ? null : value, min: Math.max(0, Number.isNaN(low) ? 0 : low), max: Math.min(100, high >= 0 ? high : 100) };
    });
    const [surely, perhaps] = [Math.max(...after.map((row) => row.min)), Math.max(...after.map((row) => row.max), 100 - after.reduce((all, row) => all + row.min, 0))];
    return { rows: after, isAbove: surely > cap ? true : perhaps <= cap ? false : null };
  };

  /* state and controls */
  const tableOf = (id) => tables.find((table) => table.id === id) || tables[0];
  const sized = (table) => [...table.rows].sort((a, b) => (b[SHARE] ?? -1) - (a[SHARE] ?? -1) || b[HIGH] - a[HIGH] || (a[NAME] < b[NAME] ? -1 : 1));
  const withinOf = (text, most, otherwise) => { const number = Number(text); return text !== null && text !== "" && number >= 0 && number <= most ? number : otherwise; };
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const table = tableOf(asked.get("if"));
    const rows = sized(table);
    const has = (id) => rows.some((row) => row[ID] === id);
    return { table, stops: has(asked.get("stops")) ? asked.get("stops") : rows[0][ID], by: withinOf(asked.get("by"), 100, 50), grows: has(asked.get("grows")) ? asked.get("grows") : (rows[1] || rows[0])[ID], with: withinOf(asked.get("with"), 400, 0) };
  };
  const encoded = (state) => new URLSearchParams({ if: state.table.id, stops: state.stops, by: state.by, grows: state.grows, with: state.with }).toString().replaceAll("%2F", "/");
  const made = (tag, attributes = {}, ...inside) => { const element = document.createElement(tag); Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value)); element.append(...inside); return element; };
  const strip = (row) => made("span", { class: `strip${row.min > cap ? " over" : row.max > cap ? " open" : ""}`, "aria-hidden": "true" }, made("i", { style: `left:${row.min}%;width:${row.max - row.min}%` }), ...(row.before[SHARE] == null ? [] : [made("u", { style: `left:${row.before[SHARE]}%` })]), ...(row.share == null ? [] : [made("b", { style: `left:${row.share}%` })]));
  const range = (low, high) => `${bare(low)}–${bare(high)}`;
  const cell = (text, value) => { const one = made("td", { class: "num" }, text); one.dataset.v = value ?? ""; return one; };
  const line = (row) => made("tr", { "data-country": row.id }, made("th", { scope: "row" }, row.name), cell(row.before[SHARE] == null ? words.unknown : written(row.before[SHARE]), row.before[SHARE]), cell(range(row.before[LOW], row.before[HIGH]), ""), cell(row.share == null ? words.unknown : written(row.share), row.share), cell(range(row.min, row.max), ""), made("td", { class: "across" }, strip(row)));
  const literal = (text) => `'${text.replaceAll("'", "''")}'`;
  const queryOf = (state) => fill(sql, { stops: literal(state.stops), grows: literal(state.grows), stop_pct: state.by, grow_pct: state.with, table_id: literal(state.table.id), cap_pct: cap }).trim() + ";";
  const sql_ = document.querySelector("#what-if ~ .js-only .sql code");
  const options = (select, rows, chosen) => select.replaceChildren(...rows.map((row) => { const option = made("option", { value: row[ID] }, row[NAME]); option.selected = row[ID] === chosen; return option; }));
  const write = (state) => {
    const rows = sized(state.table);
    part("table").value = state.table.id;
    options(part("stops"), rows, state.stops);
    options(part("grows"), rows, state.grows);
    [part("by").value, part("with").value] = [state.by, state.with];
    part("by-text").textContent = fill(words.less, { n: state.by, sign: words.sign });
    part("with-text").textContent = fill(words.more, { n: state.with, sign: words.sign });
    if (state.stops === state.grows && state.with > 0) { [part("answer").textContent, part("answer").dataset.above, sql_.textContent] = [words.same, "", ""]; part("rows").tBodies[0].replaceChildren(); return; }
    const after = moved(state.table.rows, state);
    const shown = after.rows.filter((row) => row.before[HIGH] > 0).sort((a, b) => (b.share ?? -1) - (a.share ?? -1) || b.max - a.max);
    part("rows").tBodies[0].replaceChildren(...shown.map(line));
    const first = shown[0];
    const answer = after.isAbove === null ? words.open : after.isAbove ? words.above : words.below;
    part("answer").textContent = fill(answer, { country: first.name, share: first.share == null ? words.unknown : written(first.share), range: `${range(first.min, first.max)}${words.sign}`, cap });
    part("answer").dataset.above = String(after.isAbove);
    sql_.textContent = queryOf(state);
  };
  let state = read();
  const change = (parts) => { state = { ...state, ...parts }; history.replaceState(null, "", `#${encoded(state)}`); write(state); };
  part("table").addEventListener("change", () => { const table = tableOf(part("table").value); const rows = sized(table); change({ table, stops: rows[0][ID], grows: (rows[1] || rows[0])[ID] }); });
  part("stops").addEventListener("change", () => change({ stops: part("stops").value }));
  part("grows").addEventListener("change", () => change({ grows: part("grows").value }));
  part("by").addEventListener("input", () => change({ by: Number(part("by").value) }));
  part("with").addEventListener("input", () => change({ with: Number(part("with").value) }));
  part("link").addEventListener("click", () => site.copy(`${location.href.split("#")[0]}#${encoded(state)}`, part("link")));
  document.getElementById("what-if").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { state = read(); write(state); });
  write(state);
  if (new URLSearchParams(location.hash.slice(1)).has("if")) document.getElementById("what-if-title").scrollIntoView();
})();
