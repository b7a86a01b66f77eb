/* The explorer: what is chosen stands in the address; charts and rows follow from it, so a link opens exactly this.
   `window.EXPLORE` holds the release's production, shares and indices (`pages/packed.py`), unrounded. */
(() => {
  "use strict";
  const site = window.MINERALS;
  const { all, fill, counted } = site;
  const { data, sql, drawing } = window.EXPLORE;
  const { words, map_legend: mapLegend } = window.EXPLORE_WORDS;
  data.tables.forEach((table) => Object.assign(table, window.EXPLORE_WORDS.tables[table.id]));
  data.editions.forEach((edition) => { edition.short = window.EXPLORE_WORDS.editions[edition.id]; });
  data.countries = data.countries.map((id) => [id, window.EXPLORE_WORDS.countries[id]]);
  data.statuses = data.statuses.map((status) => [status, window.EXPLORE_WORDS.statuses[status]]);
  const [EDITION, YEAR, COUNTRY, STATUS, FILE, LATEST, TONNES, TONNES_LO, TONNES_HI, SHARE, SHARE_LO, SHARE_HI, PRINTED, UNIT, SOURCE_ROW] = [...Array(15).keys()];
  const [LINES, BARS, MAP, TABLE] = ["lines", "bars", "map", "table"];
  const SERIES = 8;
  const residuals = new Set(data.residuals); // no single country
  const tables = new Map(data.tables.map((table) => [table.id, table]));
  const places = new Map(data.countries.map(([id], at) => [id, at]));
  const nameOf = (at) => data.countries[at][1];
  const idOf = (at) => data.countries[at][0];
  const isCountry = (row) => !residuals.has(idOf(row[COUNTRY]));
  const statusOf = (at) => data.statuses[at];
  const { written } = site;
  const percent = (value) => (value > 0 && value < 0.05 ? `<${written(0.1, 1)}${words.percent_sign}` : `${written(value, 1, 1)}${words.percent_sign}`);
  const tonnes = (value) => `${written(value, value < 100 ? 2 : 0)} ${words.unit_tonnes}`;

  /* what can be measured: where its value and bounds stand in a row, how it is written, where its scale ends */
  const measures = {
    tonnes: { at: [TONNES, TONNES_LO, TONNES_HI], text: tonnes, unit: "t", most: Infinity },
    share: { at: [SHARE, SHARE_LO, SHARE_HI], text: percent, unit: "%", most: 100 },
    hhi: { text: (value) => written(value), unit: "", most: 10000 },
    price: { text: (value) => written(value, value < 100 ? 2 : 0), unit: "", most: Infinity },
    trade: { text: (value) => written(value), unit: "", most: Infinity },
  };

  /* prices and exports are series of a mineral, not of a table and its countries; so is an index: lines alone */
  const onlyLines = (show) => !["tonnes", "share"].includes(show);
  const isSeries = (show) => Boolean(data.series[show]);
  const [OF, KEY, IN, WHEN, V, LO, HI, AS_PRINTED, UNIT_PRINTED, OF_EDITION, IS_LATEST, IN_FILE, AT_ROW] = [...Array(13).keys()];

  /* state: read from the address, written into it; what the release does not hold is named, never dropped in silence */
  const first = () => window.EXPLORE.first;
  const listed = (text) => (text ? text.split(",").filter(Boolean) : []);
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const [from, to] = (asked.get("years") || "-").split("-").map((year) => Number(year) || null);
    const wanted = asked.has("tables") ? listed(asked.get("tables")) : first();
    const state = {
      show: asked.get("show") || "tonnes", as: asked.get("as") || LINES, by: asked.get("by") || "table",
      tables: wanted.filter((id) => tables.has(id)), countries: listed(asked.get("countries")).filter((id) => places.has(id)),
      from, to, edition: asked.get("edition") || "",
    };
    const lacking = [...wanted.filter((id) => !tables.has(id)), ...listed(asked.get("countries")).filter((id) => !places.has(id))];
    if (!measures[state.show]) { lacking.push(state.show); state.show = "tonnes"; }
    if (![LINES, BARS, MAP, TABLE].includes(state.as)) { lacking.push(state.as); state.as = LINES; }
    if (state.edition && !data.editions.some((edition) => edition.id === state.edition)) { lacking.push(state.edition); state.edition = ""; }
    return { ...state, lacking, embed: asked.has("embed") };
  };
  const encoded = (state) => {
    const parts = new URLSearchParams();
    parts.set("show", state.show);
    parts.set("as", state.as);
    parts.set("tables", state.tables.join(","));
    if (state.by !== "table") parts.set("by", state.by);
    if (state.countries.length) parts.set("countries", state.countries.join(","));
    if (state.from || state.to) parts.set("years", `${state.from || ""}-${state.to || ""}`);
    if (state.edition) parts.set("edition", state.edition);
    return parts.toString().replaceAll("%2C", ",");
  };

  /* rows of a choice: the newest edition of each year, or one edition whole */
  const within = (state, year) => (!state.from || year >= state.from) && (!state.to || year <= state.to);
  const isOf = (state, edition, latest) => (state.edition ? data.editions[edition].id === state.edition : latest);
  const rowsOf = (state, table) => table.rows.filter((row) => isOf(state, row[EDITION], row[LATEST]) && within(state, row[YEAR]));
  const newest = (rows) => Math.max(...rows.map((row) => row[YEAR]));
  const shownCountries = (state, rows) => {
    if (state.countries.length) return state.countries.map((id) => places.get(id));
    const year = newest(rows);
    const sized = rows.filter((row) => row[YEAR] === year && isCountry(row) && (row[TONNES] || row[TONNES_HI]));
    return sized.sort((a, b) => (b[TONNES] ?? 0) - (a[TONNES] ?? 0) || (b[TONNES_HI] ?? 0) - (a[TONNES_HI] ?? 0)).slice(0, drawing.largest).map((row) => row[COUNTRY]);
  };
  const bounds = (low, high, text) => (low == null || high == null ? words.no_bounds : low === high ? text(low) : fill(words.between, { low: text(low), high: text(high) }));
  const tipOf = (row, measure) => {
    const [value, low, high] = measure.at.map((column) => row[column]);
    const what = value == null ? statusOf(row[STATUS])[1] : measure.text(value);
    return fill(words.tip, { country: nameOf(row[COUNTRY]), year: row[YEAR], value: what, bounds: bounds(low, high, measure.text), edition: data.editions[row[EDITION]].short });
  };
  const titleOf = (table) => `${table.mineral}: ${table.table} (${table.source})`;
  const sourceOf = (rows, table) => fill(words.source, { editions: [...new Set(rows.map((row) => row[EDITION]))].map((at) => data.editions[at].name).join(", "), counted: table.counted });

  /* points of a series; a year without a row is a gap, not a line across it */
  const points = (name, slot, byYear, years) => years.map((year) => byYear.get(year) ? { name, slot, ...byYear.get(year), year } : { name, slot, year, v: null, lo: null, hi: null, tip: "" });
  const point = (row, measure) => ({ v: row[measure.at[0]], lo: row[measure.at[1]], hi: row[measure.at[2]], tip: tipOf(row, measure) });
  const span = (rows) => { const years = rows.map((row) => row[YEAR]); const [low, high] = [Math.min(...years), Math.max(...years)]; return Array.from({ length: high - low + 1 }, (_, at) => low + at); };
  const top = (rows, measure) => Math.min(measure.most, Math.max(...rows.map((row) => Math.max(row.v ?? 0, row.hi ?? 0)), 0) * drawing.above_lines || 1);
  /* the cap is drawn where it falls on the scale */
  const capOf = (measure, end) => (measure.unit === "%" && end >= drawing.cap ? [{ at: drawing.cap }] : []);
  const lineChart = (rows, measure, years) => ({ kind: "lines", data: { rows, lines: capOf(measure, top(rows, measure)) }, signals: { top: top(rows, measure), unit: measure.unit, first: years[0], last: years.at(-1) } });

  const soft = (rows) => rows.filter((row) => row.v == null && row.tip).length;
  const alternativeOf = (rows, measure) => {
    if (!rows.some((row) => row.tip)) return "";
    const year = Math.max(...rows.filter((row) => row.tip).map((row) => row.year));
    const now = rows.filter((row) => row.year === year && row.v != null).sort((a, b) => b.v - a.v).slice(0, 4).map((row) => `${row.name} ${measure.text(row.v)}`);
    return [now.length ? fill(words.newest, { year, values: now.join("; ") }) : fill(words.newest_unknown, { year }), soft(rows) ? counted(words.gaps, soft(rows)) : ""].filter(Boolean).join(" ");
  };
  const legendOf = (rows) => [...new Map(rows.map((row) => [row.name, `c${row.slot}${row.twin ? " twin" : ""}`]))].map(([name, swatch]) => [swatch, name]);

  const absentFrom = (state, rows) => state.countries.map((id) => places.get(id)).filter((country) => !rows.some((row) => row[COUNTRY] === country)).map(nameOf);

  /* one chart per table, its countries as lines; a country has the colour that it has on every page, and where two
     that were chosen have the same, the second is dashed */
  const ownColour = (country) => window.EXPLORE.colours[idOf(country)] ?? country % drawing.palette;
  const byTable = (state, measure) => state.tables.map((id) => {
    const table = tables.get(id);
    const rows = rowsOf(state, table);
    if (!rows.length) return { title: titleOf(table), empty: words.empty };
    const years = span(rows);
    const taken = new Set();
    const lines = shownCountries(state, rows).flatMap((country) => {
      const slot = ownColour(country);
      const twin = taken.has(slot);
      taken.add(slot);
      const mine = new Map(rows.filter((row) => row[COUNTRY] === country).map((row) => [row[YEAR], point(row, measure)]));
      return mine.size ? points(nameOf(country), slot, mine, years).map((row) => ({ ...row, twin })) : [];
    });
    return { title: titleOf(table), chart: lineChart(lines, measure, years), rows: lines, source: sourceOf(rows, table), absent: absentFrom(state, rows) };
  });
  /* or one chart per country, its tables as lines */
  const byCountry = (state, measure, colours) => {
    const chosen = state.tables.map((id) => [tables.get(id), rowsOf(state, tables.get(id))]).filter(([, rows]) => rows.length);
    const countries = [...new Set(chosen.flatMap(([, rows]) => shownCountries(state, rows)))].slice(0, state.countries.length || SERIES + 4); // all that were chosen
    return countries.map((country) => {
      const mine = chosen.map(([table, rows]) => [table, rows.filter((row) => row[COUNTRY] === country)]).filter(([, rows]) => rows.length);
      if (!mine.length) return { title: nameOf(country), empty: fill(words.absent, { names: nameOf(country) }) };
      const years = span(mine.flatMap(([, rows]) => rows));
      const lines = mine.flatMap(([table, rows]) => points(titleOf(table), colours(table.id), new Map(rows.map((row) => [row[YEAR], point(row, measure)])), years));
      return { title: nameOf(country), chart: lineChart(lines, measure, years), rows: lines, source: [...new Set(mine.map(([table, rows]) => sourceOf(rows, table)))].join("; ") };
    });
  };
  const ofIndices = (state, measure, colours) => {
    const chosen = state.tables.map((id) => [tables.get(id), tables.get(id).indices.filter(([edition, latest, year]) => isOf(state, edition, latest) && within(state, year))]).filter(([, rows]) => rows.length);
    if (!chosen.length) return [{ title: words.hhi, empty: words.empty }];
    const all = chosen.flatMap(([, rows]) => rows.map((row) => row[2]));
    const years = Array.from({ length: Math.max(...all) - Math.min(...all) + 1 }, (_, at) => Math.min(...all) + at);
    const lines = chosen.flatMap(([table, rows]) => points(titleOf(table), colours(table.id), new Map(rows.map(([edition, , year, hhi, lo, hi]) => [year, { v: hhi, lo, hi, tip: fill(words.tip, { country: titleOf(table), year, value: hhi == null ? words.not_known : written(hhi), bounds: bounds(lo, hi, (value) => written(value)), edition: data.editions[edition].short }) }])), years));
    return [{ title: words.hhi, chart: lineChart(lines, measure, years), rows: lines, source: chosen.map(([table, rows]) => fill(words.source, { editions: `${titleOf(table)}, ${[...new Set(rows.map(([edition]) => data.editions[edition].name))].join(", ")}`, counted: table.counted })).join("; ") }];
  };
  const seriesOf = (state) => { const minerals = new Set(state.tables.map((id) => id.split(".")[0])); return data.series[state.show].filter((row) => minerals.has(row[OF]) && isOf(state, row[OF_EDITION], row[IS_LATEST]) && within(state, row[WHEN])); };
  const namesOf = (show) => window.EXPLORE_WORDS.series[show];
  const mineralOf = (id) => data.tables.find((table) => table.id.split(".")[0] === id).mineral;
  const ofSeries = (state, measure) => {
    const groups = new Map();
    seriesOf(state).forEach((row) => { const key = `${row[OF]} ${row[IN]}`; groups.set(key, [...(groups.get(key) || []), row]); });
    if (!groups.size) return [{ title: words[state.show], empty: words.none_of_mineral }];
    const { names, units } = namesOf(state.show);
    return [...groups.values()].map((rows) => {
      const [from, to] = [Math.min(...rows.map((row) => row[WHEN])), Math.max(...rows.map((row) => row[WHEN]))];
      const years = Array.from({ length: to - from + 1 }, (_, at) => from + at);
      const tipOfSeries = (row) => fill(words.tip, { country: names[row[KEY]], year: row[WHEN], value: row[V] == null ? words.not_known : measure.text(row[V]), bounds: bounds(row[LO], row[HI], measure.text), edition: data.editions[row[OF_EDITION]].short });
      const lines = [...new Set(rows.map((row) => row[KEY]))].flatMap((key, at) => points(names[key], at % drawing.palette, new Map(rows.filter((row) => row[KEY] === key).map((row) => [row[WHEN], { v: row[V], lo: row[LO], hi: row[HI], tip: tipOfSeries(row) }])), years));
      const unit = units[rows[0][IN]];
      return { title: `${mineralOf(rows[0][OF])}: ${words[state.show]}${unit ? `, ${unit}` : ""}`, chart: lineChart(lines, measure, years), rows: lines, source: [...new Set(rows.map((row) => data.editions[row[OF_EDITION]].name))].join(", ") };
    });
  };
  const asBars = (state, measure) => state.tables.map((id) => {
    const table = tables.get(id);
    const rows = rowsOf(state, table);
    if (!rows.length) return { title: titleOf(table), empty: words.empty };
    const year = newest(rows);
    const now = rows.filter((row) => row[YEAR] === year);
    const [at, low, high] = measure.at;
    const wanted = state.countries.length ? state.countries.map((one) => places.get(one)) : now.filter((row) => isCountry(row) && (row[at] || row[high])).sort((a, b) => (b[at] ?? 0) - (a[at] ?? 0) || (b[high] ?? 0) - (a[high] ?? 0)).slice(0, drawing.longest).map((row) => row[COUNTRY]);
    const bars = wanted.map((country) => now.find((row) => row[COUNTRY] === country)).filter(Boolean).map((row) => {
      const unknown = row[at] == null;
      return { name: nameOf(row[COUNTRY]), a: unknown ? row[low] ?? 0 : 0, b: unknown ? row[high] ?? 0 : row[at], lo: row[low] ?? row[at] ?? 0, hi: row[high] ?? row[at] ?? 0, end: row[high] ?? row[at] ?? 0, soft: unknown, label: unknown ? `${statusOf(row[STATUS])[1]}: ${bounds(row[low], row[high], measure.text)}` : measure.text(row[at]), tip: tipOf(row, measure), v: row[at], year };
    });
    const longest = Math.max(...bars.map((bar) => bar.end), 0) || 1;
    const end = Math.min(measure.most, longest * drawing.above_bars);
    return { title: `${titleOf(table)}, ${year}`, chart: { kind: "bars", data: { rows: bars, lines: capOf(measure, end) }, signals: { unit: measure.unit, top: end, room: site.roomOf(bars, drawing) } }, rows: bars, source: sourceOf(now, table), absent: absentFrom(state, now) };
  });
  const asMaps = (state, measure) => state.tables.map((id) => {
    const table = tables.get(id);
    const rows = rowsOf(state, table);
    if (!rows.length) return { title: titleOf(table), empty: words.empty };
    const year = newest(rows);
    const now = rows.filter((row) => row[YEAR] === year && isCountry(row) && row[TONNES] !== 0 && !(row[SHARE] == null && row[SHARE_HI] === 0));
    const shaded = now.map((row) => ({ id: idOf(row[COUNTRY]), shade: row[SHARE] == null ? drawing.not_attributed : drawing.steps.filter((step) => row[SHARE] >= step).length, tip: tipOf(row, measures.share), name: nameOf(row[COUNTRY]), v: row[SHARE], year }));
    const dots = shaded.filter((row) => window.EXPLORE.points[row.id]).map((row) => ({ ...row, lon: window.EXPLORE.points[row.id][0], lat: window.EXPLORE.points[row.id][1] }));
    return { title: `${titleOf(table)}, ${year}`, chart: { kind: "map", data: { rows: shaded, points: dots }, signals: {} }, rows: shaded, source: sourceOf(now, table), legend: mapLegend, measure: measures.share };
  });

  /* what is shown, as figures with words, sources and tools */
  const views = (state) => {
    const given = new Map();
    const colours = (key) => { if (!given.has(key)) given.set(key, given.size % drawing.palette); return given.get(key); };
    const measure = measures[state.show];
    if (state.as === TABLE) return [];
    if (state.as === MAP && !onlyLines(state.show)) return asMaps(state, measure);
    if (isSeries(state.show)) return ofSeries(state, measure);
    if (state.show === "hhi") return ofIndices(state, measure, colours);
    if (state.as === BARS) return asBars(state, measure);
    return state.by === "country" ? byCountry(state, measure, colours) : byTable(state, measure);
  };
  const made = (tag, attributes = {}, ...inside) => { const part = document.createElement(tag); Object.entries(attributes).forEach(([name, value]) => part.setAttribute(name, value)); part.append(...inside); return part; };
  const asFigure = (state, view, at, held = null) => { // held: the figure that stands in the page, and stays
    const id = `x${at}`;
    const heading = made("h2", { id: `${id}-title` }, view.title);
    if (view.empty) return made("figure", { class: "chart" }, heading, made("p", { class: "none" }, view.empty));
    const measure = view.measure || measures[state.show];
    const alternative = [alternativeOf(view.rows, measure), view.absent?.length ? fill(words.absent, { names: view.absent.join(", ") }) : ""].filter(Boolean).join(" ");
    const legend = view.legend || (view.chart.kind === "lines" ? legendOf(view.rows) : []);
    const place = held ? held.querySelector(".vis") : made("div", { class: "vis", role: "img", "aria-labelledby": `${id}-title`, "aria-describedby": `${id}-alt` });
    const figure = held || made("figure", { class: `chart ${view.chart.kind}`, id }, heading, made("p", { class: "alternative", id: `${id}-alt` }, alternative));
    if (legend.length && !held) figure.append(made("ul", { class: "legend", "aria-label": words.legend }, ...legend.map(([swatch, name]) => made("li", {}, made("span", { class: `swatch ${swatch}`, "aria-hidden": "true" }), name))));
    if (!held) figure.append(place, document.getElementById("x-use").content.cloneNode(true), made("figcaption", {}, fill(words.caption, { source: view.source })));
    const part = encoded(state);
    figure.about = { title: `${view.title}, ${words[state.show]}`, alternative, source: view.source, query: queryOf(state), part, embed: `${part}&embed=1`, file: `explore-${state.show}-${at + 1}`, rows: site.rowsOf(view.chart), licences: licencesOf(state) };
    figure.draw = () => (figure.drawing = site.drawn(place, view.chart));
    return figure;
  };
  const usedEditions = (state) => [...new Set(isSeries(state.show) ? seriesOf(state).map((row) => row[OF_EDITION]) : state.tables.flatMap((id) => rowsOf(state, tables.get(id)).map((row) => row[EDITION])))].map((at) => data.editions[at]);
  const licencesOf = (state) => usedEditions(state).map((edition) => ({ edition: edition.id, name: edition.name, licence: edition.licence, credit: edition.credit }));
  const literal = (text) => `'${text.replaceAll("'", "''")}'`;
  const queryOf = (state) => {
    if (isSeries(state.show)) {
      const minerals = [...new Set(state.tables.map((id) => literal(id.split(".")[0])))];
      const parts = [minerals.length ? `p.mineral_id in (${minerals.join(", ")})` : "false", state.edition ? `p.edition_id = ${literal(state.edition)}` : "p.is_latest_vintage", state.from && `p.year >= ${state.from}`, state.to && `p.year <= ${state.to}`];
      return sql[state.show].replace("{where}", parts.filter(Boolean).join("\n    and ")).trim() + ";";
    }
    const asked = state.tables.map((id) => { const [mineral, stage, form, source] = id.split("."); return `(p.mineral_id = ${literal(mineral)} and p.stage = ${literal(stage)} and p.form = ${literal(form)} and p.source_id = ${literal(source)})`; });
    const also = [state.edition ? `p.edition_id = ${literal(state.edition)}` : "p.is_latest_vintage", state.from && `p.year >= ${state.from}`, state.to && `p.year <= ${state.to}`, state.show !== "hhi" && state.countries.length && `p.country_id in (${state.countries.map(literal).join(", ")})`].filter(Boolean);
    return sql[state.show === "hhi" ? "indices" : "shares"].replace("{where}", [`(${asked.join(" or ") || "false"})`, ...also].join("\n    and ")).trim() + ";";
  };

  /* the rows behind the view, with what is printed and where */
  const indicesShown = (state) => state.tables.flatMap((id) => {
    const table = tables.get(id);
    return table.indices.filter(([edition, latest, year]) => isOf(state, edition, latest) && within(state, year)).map(([edition, , ...values]) => [table.mineral, table.table, ...values, data.editions[edition].id]);
  });
  const sharesShown = (state) => state.tables.flatMap((id) => {
    const table = tables.get(id);
    const wanted = new Set(state.countries.map((one) => places.get(one)));
    return rowsOf(state, table).filter((row) => !wanted.size || wanted.has(row[COUNTRY])).map((row) => [table.mineral, table.table, nameOf(row[COUNTRY]), row[YEAR], row[PRINTED], row[UNIT], row[TONNES], row[TONNES_LO], row[TONNES_HI], row[SHARE], row[SHARE_LO], row[SHARE_HI], statusOf(row[STATUS])[0], data.editions[row[EDITION]].id, data.files[row[FILE]], row[SOURCE_ROW]]);
  });
  const SHARES = ["mineral", "table", "country", "year", "value_as_printed", "unit_as_printed", "quantity_tonnes", "quantity_min_tonnes", "quantity_max_tonnes", "share_pct", "share_min_pct", "share_max_pct", "value_status", "edition_id", "file_name", "source_row"];
  const INDICES = ["mineral", "table", "year", "hhi", "hhi_min", "hhi_max", "edition_id"];
  const SERIES_COLUMNS = ["mineral", "series", "counted_in", "year", "value", "value_min", "value_max", "value_as_printed", "unit_as_printed", "edition_id", "file_name", "source_row"];
  const seriesShown = (state) => { const { names, units } = namesOf(state.show); return seriesOf(state).map((row) => [mineralOf(row[OF]), names[row[KEY]], units[row[IN]], row[WHEN], row[V], row[LO], row[HI], row[AS_PRINTED], row[UNIT_PRINTED], data.editions[row[OF_EDITION]].id, row[IN_FILE], row[AT_ROW]]); };
  const WORDS = new Set(["series", "counted_in", "mineral", "table", "country", "unit_as_printed", "value_status", "edition_id", "file_name"]);
  const AS_THEY_ARE = new Set(["year", "value_as_printed", "source_row"]);
  const columnsOf = (state) => (isSeries(state.show) ? SERIES_COLUMNS : state.show === "hhi" ? INDICES : SHARES);
  const rowsShown = (state) => (isSeries(state.show) ? seriesShown(state) : state.show === "hhi" ? indicesShown(state) : sharesShown(state));
  const number = (value) => (value > 0 && value < 0.005 ? `<${written(0.01, 2)}` : written(value, 2)); // a small one is no zero
  const cell = (name, value) => {
    const part = made("td", WORDS.has(name) ? {} : { class: "num" }, value == null ? "" : WORDS.has(name) || AS_THEY_ARE.has(name) ? String(value) : number(value));
    part.dataset.v = value ?? "";
    return part;
  };
  const writeTable = (state) => {
    const names = columnsOf(state);
    const rows = rowsShown(state);
    const most = 2000;
    const head = made("tr", {}, ...names.map((name) => made("th", { scope: "col", ...(WORDS.has(name) ? {} : { class: "num" }) }, words.columns[name])));
    const body = rows.slice(0, most).map((row) => made("tr", {}, ...row.map((value, at) => cell(names[at], value))));
    const table = made("table", { class: "data" }, made("caption", { class: "sr" }, words.rows), made("thead", {}, head), made("tbody", {}, ...body));
    document.getElementById("x-rows").replaceChildren(table);
    site.sortable(table);
    document.getElementById("x-count").textContent = rows.length > most ? fill(words.first_rows, { n: written(most), total: written(rows.length) }) : counted(words.all_rows, rows.length);
  };

  /* controls: each writes the state; the state writes everything else */
  let state = read();
  const form = document.getElementById("explore");
  const part = (name) => document.getElementById(`x-${name}`);
  const chip = (list, id, label) => made("li", {}, made("button", { type: "button", class: "chip", "data-remove": `${list}:${id}`, "aria-label": fill(words.remove, { name: label }) }, label, made("span", { "aria-hidden": "true" }, " ×")));
  const option = (value, label, chosen) => { const made_ = made("option", { value }, label); made_.selected = value === chosen; return made_; };
  const tablesOf = (mineral) => data.tables.filter((table) => table.id.split(".")[0] === mineral);
  const fillTables = () => part("table").replaceChildren(...tablesOf(part("mineral").value).map((table) => option(table.id, `${table.table} (${table.source})`)));
  const yearsHeld = () => [...new Set(isSeries(state.show) ? data.series[state.show].filter((row) => state.tables.some((id) => id.split(".")[0] === row[OF])).map((row) => row[WHEN]) : state.tables.flatMap((id) => tables.get(id).rows.map((row) => row[YEAR])))].sort();
  const writeControls = () => {
    all("[name=show]", form).forEach((radio) => { radio.checked = radio.value === state.show; });
    all("[name=as]", form).forEach((radio) => { radio.checked = radio.value === state.as; radio.disabled = onlyLines(state.show) && radio.value !== LINES && radio.value !== TABLE; });
    all("[name=by]", form).forEach((radio) => { radio.checked = radio.value === state.by; radio.disabled = state.as !== LINES || onlyLines(state.show); });
    part("tables").replaceChildren(...state.tables.map((id) => chip("tables", id, titleOf(tables.get(id)))));
    part("countries").replaceChildren(...state.countries.map((id) => chip("countries", id, nameOf(places.get(id)))));
    const years = yearsHeld().map(String);
    part("from").replaceChildren(option("", words.first_year, ""), ...years.map((year) => option(year, year, String(state.from || ""))));
    part("to").replaceChildren(option("", words.last_year, ""), ...years.map((year) => option(year, year, String(state.to || ""))));
    const held = isSeries(state.show) ? seriesOf({ ...state, edition: "" }).map((row) => row[OF_EDITION]) : state.tables.flatMap((id) => tables.get(id).rows.map((row) => row[EDITION]));
    const editions = [...new Set(held)].map((at) => data.editions[at]).sort((a, b) => b.id.localeCompare(a.id));
    if (state.edition && !editions.some((edition) => edition.id === state.edition)) editions.push(data.editions.find((edition) => edition.id === state.edition));
    part("edition").replaceChildren(option("", words.newest_editions, state.edition), ...editions.map((edition) => option(edition.id, edition.name, state.edition)));
  };
  /* a drawing listens to the window for its width until it is ended */
  let drawings = [];
  const draw = (figures) => {
    const now = figures.filter((figure) => figure.draw).map((figure) => figure.draw());
    drawings = now;
    Promise.all(now).then(() => { if (now === drawings) document.documentElement.dataset.explored = "yes"; });
  };
  const write = () => {
    delete document.documentElement.dataset.asked;
    drawings.forEach((drawing) => drawing.then((view) => view.finalize(), () => {}));
    if (onlyLines(state.show) && ![LINES, TABLE].includes(state.as)) state.as = LINES;
    writeControls();
    const figures = views(state).map((view, at) => asFigure(state, view, at));
    part("charts").replaceChildren(...figures);
    part("none").hidden = state.tables.length > 0;
    part("lacking").hidden = !state.lacking.length;
    part("lacking").textContent = fill(words.lacking, { what: state.lacking.join(", ") });
    part("query").textContent = queryOf(state);
    writeTable(state);
    draw(figures);
  };
  const change = (parts) => {
    delete document.documentElement.dataset.explored;
    state = { ...state, ...parts, lacking: [] };
    history.pushState(null, "", `#${encoded(state)}`);
    write();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  all("[name=show], [name=as], [name=by]", form).forEach((radio) => radio.addEventListener("change", () => change({ [radio.name]: radio.value })));
  part("mineral").addEventListener("change", fillTables);
  form.addEventListener("click", (event) => {
    const [list, id] = event.target.closest("[data-remove]")?.dataset.remove.split(":") || [];
    if (!list) return;
    change({ [list]: state[list].filter((one) => one !== id) });
    // the button had the focus and is gone
    if (document.activeElement === document.body) (part(list).querySelector("button") ?? part(list === "tables" ? "add" : "country")).focus();
  });
  part("add").addEventListener("click", () => { const id = part("table").value; if (!state.tables.includes(id)) change({ tables: [...state.tables, id] }); });
  part("country").addEventListener("change", () => { const id = part("country").value; part("country").value = ""; if (id && !state.countries.includes(id)) change({ countries: [...state.countries, id] }); });
  part("from").addEventListener("change", () => change({ from: Number(part("from").value) || null }));
  part("to").addEventListener("change", () => change({ to: Number(part("to").value) || null }));
  part("edition").addEventListener("change", () => change({ edition: part("edition").value }));
  const about = () => ({ title: state.tables.map((id) => titleOf(tables.get(id))).join("; "), alternative: words[state.show], source: usedEditions(state).map((edition) => edition.name).join(", "), query: queryOf(state), part: encoded(state), embed: `${encoded(state)}&embed=1`, file: "explore", rows: [columnsOf(state), ...rowsShown(state)], licences: licencesOf(state) });
  all("#x-take [data-take]").forEach((button) => button.addEventListener("click", () => site.use(button.dataset.take, about(), null, button)));
  const reread = () => { delete document.documentElement.dataset.explored; state = read(); write(); };
  addEventListener("popstate", reread); // also where only the part behind # is another
  if (state.embed) document.documentElement.dataset.embed = "explorer";
  // without a choice everything stands in the page already: it is taken over, or who is at a control would lose it
  if (!location.hash.includes("=")) draw(views(state).map((view, at) => asFigure(state, view, at, document.getElementById(`x${at}`))));
  else write();
})();
