/* Queries in the browser: the engine and the released file come from this site, and the page's own policy lets
   nothing go anywhere else. The question stands in the address. `window.QUERY` holds words, examples and sizes. */
(() => {
  "use strict";
  const site = window.MINERALS;
  const { fill } = site;
  const written = (value) => site.written(value, 2);
  const { words, examples, first, bytes, drawing: given } = window.QUERY;
  const base = new URL("..", document.currentScript.src);
  const part = (name) => document.getElementById(`q-${name}`);
  const made = (tag, attributes = {}, ...inside) => { const one = document.createElement(tag); Object.entries(attributes).forEach(([name, value]) => one.setAttribute(name, value)); one.append(...inside); return one; };
  const say = (key, parts = {}) => { part("status").textContent = fill(words[key], parts); };
  const MOST = 10000; // rows that are kept
  const SHOWN = 1000; // rows that are drawn
  const FILE = "critical_minerals.duckdb";

  /* engine: fetched at the first question, kept until it is stopped */
  let released = null; // bytes of the file; they outlive an engine that was stopped
  let engine = null;
  const fetched = async () => {
    const answer = await fetch(new URL(`data/${FILE}`, base));
    if (!answer.ok) throw new Error(`${FILE}: ${answer.status} ${answer.statusText}`);
    const body = new Uint8Array(bytes);
    let at = 0;
    for (const reader = answer.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > bytes) throw new Error(words.other_release);
      body.set(value, at);
      at += value.length;
      say("fetching", { percent: Math.floor((100 * at) / bytes) });
    }
    if (at !== bytes) throw new Error(words.other_release);
    return body;
  };
  const library = () => (window.duckdb ? Promise.resolve() : new Promise((resolve, reject) => {
    const script = made("script", { src: new URL("assets/query/duckdb.js", base).href });
    script.onload = resolve;
    script.onerror = () => reject(new Error("duckdb.js"));
    document.head.append(script);
  }));
  /* a worker from a blob has the page's own policy, whatever a server says: no query reaches another host */
  const started = async () => {
    say("starting");
    await library();
    if (!released) released = await fetched();
    say("starting");
    const source = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(new URL("assets/query/worker.js", base).href)});`], { type: "text/javascript" }));
    const worker = new Worker(source);
    const failed = new Promise((_, reject) => { worker.onerror = (event) => reject(new Error(event.message || "worker.js")); });
    const database = new window.duckdb.AsyncDuckDB(new window.duckdb.VoidLogger(), worker);
    const connection = await Promise.race([failed, (async () => {
      await database.instantiate(new URL("assets/query/duckdb.wasm", base).href);
      await database.registerFileBuffer(FILE, released.slice());
      await database.open({ path: FILE, accessMode: window.duckdb.DuckDBAccessMode.READ_ONLY });
      const opened = await database.connect();
      for (const setting of ["autoinstall_known_extensions = false", "autoload_known_extensions = false", "enable_external_access = false", "lock_configuration = true"]) await opened.query(`set ${setting}`);
      return opened;
    })()]).catch((error) => { worker.terminate(); throw error; });
    URL.revokeObjectURL(source);
    return { connection, stop: () => worker.terminate() };
  };

  /* a question: types from its description, values as the engine writes them, so no digit is lost on the way */
  const listOf = (table) => { const columns = table.schema.fields.map((_, at) => table.getChildAt(at)); return Array.from({ length: table.numRows }, (_, row) => columns.map((column) => column.get(row))); };
  const NUMBER = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL)/;
  const asked = async ({ connection }, sql) => {
    const prepared = await connection.prepare(sql); // a mistake is reported in the reader's own words, not in ours
    await prepared.close();
    const inner = `(\n${sql}\n)`;
    const described = await connection.query(`describe from ${inner}`).catch(() => { throw new Error(words.no_rows); });
    const columns = listOf(described).map(([name, type]) => ({ name, number: NUMBER.test(type) }));
    const rows = listOf(await connection.query(`select columns(*)::varchar from ${inner} limit ${MOST + 1}`));
    return { sql, columns, rows: rows.slice(0, MOST), more: rows.length > MOST };
  };
  const answers = (one) => one.then(({ connection }) => connection.query("select 1")).then(() => true, () => false);
  const plain = (sql) => sql.trim().replace(/(;\s*)+$/, "");

  let running = 0;
  let result = null;
  let stopped = null;
  const ask = async (sql) => {
    const turn = ++running;
    delete document.documentElement.dataset.answered;
    part("error").hidden = true;
    part("run").disabled = true;
    part("stop").hidden = false;
    const since = performance.now();
    try {
      const interrupted = new Promise((_, reject) => { stopped = () => reject(new Error(words.stopped)); });
      engine = engine || started();
      const answered = (async () => { const ready = await engine; say("asking"); return asked(ready, plain(sql)); })();
      answered.catch(() => {}); // said below, unless it was stopped
      const answer = await Promise.race([answered, interrupted]);
      if (turn !== running) return;
      result = answer;
      say("answered", { seconds: written((performance.now() - since) / 1000) });
      write();
    } catch (error) {
      const broken = engine && !(await answers(engine));
      if (turn !== running) return;
      if (broken) stop(); // one that did not start, or broke, is started anew; a mistake in a question costs no engine
      part("status").textContent = "";
      part("result").hidden = true;
      part("error").textContent = String(error.message || error);
      part("error").hidden = false;
    }
    part("run").disabled = false;
    part("stop").hidden = true;
    document.documentElement.dataset.answered = "yes";
  };
  const stop = () => {
    const old = engine;
    engine = null;
    Promise.resolve(old).then((ready) => ready?.stop(), () => {});
    stopped?.();
  };

  /* table */
  const cell = (value, { number }) => made("td", number ? { class: "num", "data-v": value ?? "" } : { "data-v": value ?? "" }, value == null ? made("span", { class: "quiet" }, "null") : value);
  const writeTable = () => {
    const head = made("tr", {}, ...result.columns.map(({ name, number }) => made("th", { scope: "col", ...(number ? { class: "num" } : {}) }, name)));
    const body = result.rows.slice(0, SHOWN).map((row) => made("tr", {}, ...row.map((value, at) => cell(value, result.columns[at]))));
    const table = made("table", { class: "data" }, made("caption", { class: "sr" }, words.rows), made("thead", {}, head), made("tbody", {}, ...body));
    part("rows").replaceChildren(table);
    if (body.length > 1) site.sortable(table);
    const total = result.rows.length;
    const key = result.more ? "cut" : total > SHOWN ? "first_rows" : "all_rows";
    part("count").textContent = fill(words[key], { n: written(Math.min(total, SHOWN)), total: written(total) });
  };

  /* chart: bars, or lines where it is by year; bounds are found by their names, a value without one is hatched */
  const isYear = (name) => /(^|_)year$/.test(name);
  const bound = (name, which) => { const wanted = [name.replace(/_(pct|tonnes|usd|gbp|value)$/, `_${which}_$1`), `${name}_${which}`, name.replace(/value$/, which)]; return result.columns.findIndex((column) => column.name !== name && wanted.includes(column.name)); };
  const numberAt = (row, at) => (at < 0 || row[at] == null ? null : Number(row[at]));
  const indexOf = (name) => result.columns.findIndex((column) => column.name === name);
  const drawable = () => {
    const of = result.columns.filter(({ name, number }) => number && !isYear(name) && !/(_min|_max)(_|$)|(^|_)(row|rank|no|order)$/.test(name));
    const by = result.columns.filter(({ name, number }) => !number || isYear(name));
    return { of, by };
  };
  const tipOf = (name, of, value, low, high) => `${name}: ${value == null ? words.no_value : written(value)}${low == null || high == null ? "" : ` (${fill(words.between, { low: written(low), high: written(high) })})`}, ${of}`;
  const valuesOf = (of) => { const [at, low, high] = [indexOf(of), bound(of, "min"), bound(of, "max")]; return (row) => ({ v: numberAt(row, at), lo: numberAt(row, low), hi: numberAt(row, high) }); };
  const barChart = (of, by) => {
    const [values, name] = [valuesOf(of), indexOf(by)];
    const seen = new Map(); // two rows of one name are two bars
    const named = (row) => { const one = row[name] ?? "null"; seen.set(one, (seen.get(one) || 0) + 1); return seen.get(one) > 1 ? `${one} (${seen.get(one)})` : one; };
    const rows = result.rows.slice(0, 30).map((row) => ({ name: named(row), ...values(row) })).filter((row) => row.v != null || row.hi != null).map((row) => {
      const soft = row.v == null;
      return { name: row.name, a: soft ? row.lo ?? 0 : 0, b: soft ? row.hi : row.v, lo: row.lo ?? row.v ?? 0, hi: row.hi ?? row.v ?? 0, end: Math.max(row.hi ?? row.v, row.v ?? row.hi), soft, label: soft ? words.no_value : written(row.v), tip: tipOf(row.name, of, row.v, row.lo, row.hi) };
    });
    const top = Math.max(...rows.map((row) => row.end), 0) || 1;
    return { kind: "bars", data: { rows, lines: [] }, signals: { unit: "", top: top * given.above_bars, room: site.roomOf(rows, given) } };
  };
  const lineChart = (of, by) => {
    const [values, year] = [valuesOf(of), indexOf(by)];
    const series = result.columns.findIndex(({ name, number }) => !number && name !== by && !/edition|status|firmness/.test(name));
    const every = [...new Set(result.rows.map((row) => (series < 0 ? of : row[series] ?? "null")))];
    const names = every.slice(0, 8);
    const rows = names.flatMap((name, slot) => result.rows.filter((row) => series < 0 || (row[series] ?? "null") === name).map((row) => { const point = values(row); return { name, slot, year: Number(row[year]), ...point, tip: tipOf(`${name}, ${row[year]}`, of, point.v, point.lo, point.hi) }; })).sort((a, b) => a.slot - b.slot || a.year - b.year);
    const years = rows.map((row) => row.year);
    const top = Math.max(...rows.map((row) => Math.max(row.v ?? 0, row.hi ?? 0)), 0) * given.above_lines || 1;
    return { kind: "lines", legend: names, every: every.length, data: { rows, lines: [] }, signals: { top, unit: "", first: Math.min(...years), last: Math.max(...years) } };
  };
  let drawing = null;
  const writeChart = () => {
    drawing?.then((view) => view.finalize(), () => {});
    drawing = null;
    const [of, by] = [part("of").value, part("by").value];
    const numbers = of && by && result.rows.some((row) => row[indexOf(of)] != null);
    part("chart").hidden = !numbers;
    if (!numbers) return;
    const chart = isYear(by) ? lineChart(of, by) : barChart(of, by);
    part("legend").hidden = !chart.legend;
    part("legend").replaceChildren(...(chart.legend || []).map((name, slot) => made("li", {}, made("span", { class: `swatch c${slot}`, "aria-hidden": "true" }), name)));
    const shown = chart.kind === "bars" ? chart.data.rows.length : chart.legend.length;
    part("caption").textContent = fill(words[chart.kind === "bars" ? "caption_bars" : "caption_lines"], { of, by, n: written(shown), total: written(chart.every ?? shown) });
    drawing = site.drawn(part("vis"), chart, { ast: true });
  };
  const options = (select, columns, chosen) => select.replaceChildren(...columns.map(({ name }) => { const one = made("option", { value: name }, name); one.selected = name === chosen; return one; }));
  const write = () => {
    part("result").hidden = false;
    writeTable();
    const { of, by } = drawable();
    options(part("of"), of, of[0]?.name);
    options(part("by"), by, (by.find(({ name, number }) => number && isYear(name) && result.columns[0].name === name) || by[0])?.name);
    writeChart();
  };

  /* the question in the address, and taking the answer along */
  const encoded = (sql) => `#sql=${encodeURIComponent(sql)}`;
  const inAddress = () => new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("sql");
  const about = () => ({ title: words.rows, alternative: "", source: "", query: result.sql, part: encoded(result.sql).slice(1), file: "query", rows: [result.columns.map(({ name }) => name), ...result.rows], licences: words.licences });
  const submit = () => {
    const sql = part("sql").value;
    if (!plain(sql) || part("run").disabled) return;
    if (inAddress() !== sql) history.pushState(null, "", encoded(sql));
    ask(sql);
  };
  part("form").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  part("sql").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit(); } });
  part("stop").addEventListener("click", stop);
  part("example").addEventListener("change", () => { const sql = examples[part("example").value]; if (sql) { part("sql").value = sql; submit(); } });
  part("link").addEventListener("click", () => site.use("link", about(), null, part("link")));
  part("csv").addEventListener("click", () => site.use("csv", about(), null, part("csv")));
  [part("of"), part("by")].forEach((select) => select.addEventListener("change", writeChart));
  document.querySelector(".shelf").addEventListener("click", (event) => {
    const name = event.target.closest("[data-name]")?.dataset.name;
    if (!name) return;
    const box = part("sql");
    box.setRangeText(name, box.selectionStart, box.selectionEnd, "end");
    box.focus();
  });
  const reread = () => { const sql = inAddress(); part("sql").value = sql ?? examples[first]; if (sql) ask(sql); };

  if (location.protocol === "file:") {
    part("disk").hidden = false; // no browser lets a script read a file beside it
    part("sql").value = inAddress() ?? examples[first];
    part("run").disabled = true;
    part("example").disabled = true;
    return;
  }
  addEventListener("popstate", reread);
  reread();
})();
