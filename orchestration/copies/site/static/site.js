/* What the pages do: theme, search, charts, tables. Everything they need stands in their folder; nothing is
   asked of anybody. `window.MINERALS` holds the labels; the names that can be found and the kinds of charts
   come with the files that are read once somebody looks for a name or wants a chart drawn. */
(() => {
  "use strict";
  const site = window.MINERALS;
  const { labels, signs, units } = site;
  const root = document.body.dataset.root;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const fill = (text, parts) => text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  /* numbers with the signs of the page's language: a browser need not know it, and Chromium knows no Kazakh */
  const written = (value, most = 0, least = 0) => new Intl.NumberFormat("en", { minimumFractionDigits: least, maximumFractionDigits: most }).formatToParts(value).map(({ type, value: text }) => ({ group: signs.thousands, decimal: signs.decimal })[type] ?? text).join("");
  /* a phrase in the form that its number asks for, one below the key for each plural form (CLDR) */
  const counted = (forms, n) => fill(forms[new Intl.PluralRules(html.lang).select(n)] ?? forms.other, { n: written(n) });
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  /* a file of the site, read when it is first needed */
  const files = new Map();
  const load = (name) => {
    if (!files.has(name)) files.set(name, new Promise((done, failed) => { const script = document.createElement("script"); script.src = `${document.body.dataset.base}assets/${name}.js`; script.onload = done; script.onerror = () => failed(new Error(name)); document.head.append(script); }));
    return files.get(name);
  };

  /* theme: the reader's choice is remembered, where the browser lets a page remember */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const html = document.documentElement;
  document.getElementById("theme").addEventListener("click", () => {
    const now = html.dataset.theme || (dark.matches ? "dark" : "light");
    html.dataset.theme = now === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", html.dataset.theme); } catch { /* private window */ }
  });

  /* past the head of a page, but not by the address, which may hold what is chosen */
  all("a.skip").forEach((link) => link.addEventListener("click", (event) => { event.preventDefault(); document.getElementById("main").focus(); }));

  /* search: a combobox over all names. A text is compared as `build/names.py` does it: equal names first,
     their words in any order, then names in which every word of the text begins a word; guesses as
     `build/hints.py` makes them */
  const find = document.getElementById("find");
  const found = document.getElementById("found");
  let chosen = -1;
  const options = () => all("[role=option]", found);
  const close = () => { found.hidden = true; find.setAttribute("aria-expanded", "false"); find.removeAttribute("aria-activedescendant"); chosen = -1; };
  const choose = (to) => {
    const list = options();
    if (!list.length) return;
    chosen = (to + list.length) % list.length;
    list.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    find.setAttribute("aria-activedescendant", list[chosen].id);
    list[chosen].scrollIntoView({ block: "nearest" });
  };
  const plain = (text) => text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[.'’‘ʼ`´]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/[әғқңөұүһі]/g, (letter) => "агкноуухи"["әғқңөұүһі".indexOf(letter)]).replace(/^the /, "");
  const unordered = (text) => text.split(" ").filter((word) => word !== "the" && word !== "of").sort().join(" ");
  const GUESS = 4;
  /* how sure an entry is meant: 0 it is called so, 1 the name on its page lacks but the end of a word; the rest is a guess */
  const matches = (typed) => {
    const [text, parts] = [plain(typed), typed.match(/^(.+)\((.+)\)\s*$/)?.slice(1).map(plain)];
    const [words, bag] = [text.split(" "), unordered(text)];
    const begins = (name) => { const has = name.split(" "); return words.every((word) => has.some((one) => one.startsWith(word))); };
    const isCalled = (names) => names.includes(text) || names.some((name) => bag && unordered(name) === bag) || parts?.every((part) => names.includes(part));
    const isCut = (name) => name.startsWith(text) && !name.slice(text.length).includes(" ");
    const rank = ([shown, , , names]) => (isCalled(names) ? 0 : isCut(plain(shown)) ? 1 : names.some((name) => name.startsWith(text)) ? 2 : names.some(begins) ? 3 : 9);
    return site.index.map((entry) => [rank(entry), entry]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).slice(0, 12);
  };
  /* letters to change, leave out, add or swap until one word is the other; of no interest above `most` */
  const apart = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= a.length; i += 1) {
      const now = [i];
      for (let j = 1; j <= b.length; j += 1) {
        now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
      }
      [before, last] = [last, now];
    }
    return last[b.length];
  };
  /* what may be meant: names within the text, then names spelt like it. A guess, which nothing opens by itself */
  const sorts = new Set(["republic", "kingdom", "state", "democratic", "islamic", "of", "the", "and"]);
  const telling = (text) => text.split(" ").filter((word) => word && !sorts.has(word));
  const slips = (text) => (text.length < 4 ? 0 : text.length < 6 ? 1 : 2);
  const within = (text) => {
    const [words, taken, found] = [text.split(" "), new Set(), []];
    for (let size = words.length; size > 0; size -= 1) {
      for (let start = 0; start + size <= words.length; start += 1) {
        const run = words.slice(start, start + size).join(" ");
        const places = words.map((_, at) => at).slice(start, start + size);
        if (sorts.has(run) || places.some((at) => taken.has(at))) continue;
        const called = site.index.filter(([shown, , , names]) => names.includes(run) && (run.length > 3 || plain(shown) === run));
        if (called.length) { places.forEach((at) => taken.add(at)); found.push(...called); }
      }
    }
    return found;
  };
  const ranked = (far) => site.index.map((entry) => [Math.min(...entry[3].map(far)), entry]).filter(([by]) => by < Infinity).sort((a, b) => a[0] - b[0]).map(([, entry]) => entry);
  const spelt = (text) => {
    const words = telling(text);
    const whole = words.join(" ");
    const near = (word, one) => { const far = apart(word, one, slips(word)); return far <= Math.min(slips(word), slips(one)) ? far : Infinity; };
    return words.length ? ranked((name) => {
      const has = telling(name);
      const far = name.length < 4 ? Infinity : apart(whole, has.join(" "), slips(whole));
      if (far <= slips(whole)) return far + has.length / 100;
      return words.reduce((sum, word) => sum + Math.min(Infinity, ...has.map((one) => near(word, one))), 0) + (has.length + 1) / 100;
    }) : [];
  };
  const begun = (text) => text.split(" ").flatMap((word) => site.index.filter((entry) => entry[3].some((name) => name.length > 3 && name.length * 2 >= word.length && word.startsWith(name))));
  const sharing = (text) => {
    const longer = new Set(telling(text).filter((word) => word.length > 4));
    return ranked((name) => { const has = telling(name); const shared = has.filter((word) => longer.has(word)).length; return shared ? has.length / 100 - shared : Infinity; });
  };
  const guesses = (text, parts) => {
    const alike = [...within(text), ...spelt(text)];
    return [...new Set([...(alike.length ? alike : [...begun(text), ...sharing(text)]), ...parts])].slice(0, 3).map((entry) => [GUESS, entry]);
  };
  const suggest = () => {
    if (!site.index) { load(`find-${html.lang}`).then(suggest); return; }
    const text = plain(find.value);
    found.replaceChildren();
    if (!text) { close(); return; }
    const sure = matches(find.value);
    /* one name that begins so, or holds these words, is as little meant as one that is spelt alike */
    const hits = sure.length > 1 || sure[0]?.[0] < 2 ? sure : guesses(text, sure.map(([, entry]) => entry));
    hits.forEach(([rank, [name, kind, page]], at) => {
      const option = document.createElement("li");
      option.id = `found-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.page = page;
      if (rank === 0) option.dataset.exact = "yes";
      if (rank > 1) option.dataset.guess = "yes";
      const what = document.createElement("small");
      what.textContent = rank === GUESS ? fill(labels.perhaps, { kind }) : kind;
      option.append(name, what);
      found.append(option);
    });
    if (!hits.length) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = labels.none_found;
      found.append(none);
    }
    found.hidden = false;
    find.setAttribute("aria-expanded", "true");
    chosen = -1;
  };
  /* the one that is meant: chosen, alone, or alone in being called so; else nobody knows */
  const meant = () => {
    const list = options();
    const exact = list.filter((option) => option.dataset.exact);
    return list[chosen] || (exact.length === 1 ? exact[0] : list.length === 1 && !list[0].dataset.guess ? list[0] : null);
  };
  const go = (option) => { if (option && option.dataset.page) location.href = root + option.dataset.page; };
  find.addEventListener("focus", () => load(`find-${html.lang}`));
  find.addEventListener("input", suggest);
  find.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1)); }
    else if (event.key === "Enter") { const option = meant(); if (option) go(option); else choose(0); }
    else if (event.key === "Escape") { find.value = ""; close(); }
  });
  found.addEventListener("mousedown", (event) => { event.preventDefault(); go(event.target.closest("li")); });
  find.addEventListener("blur", close);

  /* charts: the first of a page stand in it as pictures; one without is drawn when it is seen, and once somebody
     scrolls when it comes near; a picture is drawn anew, to be asked and taken along, by who points at it */
  const holder = document.getElementById("charts");
  const charts = new Map((holder ? JSON.parse(holder.textContent) : []).map((chart) => [chart.id, chart]));
  /* pixels that the scale of bars leaves free for their numbers; long words of soft bars move instead */
  const roomOf = (bars, drawing) => { const letters = bars.filter((bar) => !bar.soft).map((bar) => bar.label.length); return (letters.length ? Math.max(...letters) : drawing.letters) * drawing.per_letter + drawing.gap; };
  const drawn = async (place, chart, { ast = false } = {}) => { // ast: for a page that may not compile expressions
    try {
      await Promise.all([load("vega"), chart.kind === "map" && load("world")]);
      const spec = structuredClone(site.specs[chart.kind]);
      const data = { ...chart.data, world: window.WORLD };
      spec.data.forEach((set) => { if (set.name in data && !set.source) set.values = data[set.name]; });
      const given = { ...units, ...chart.signals };
      (spec.signals || []).forEach((signal) => { if (signal.name in given) signal.value = given[signal.name]; });
      const tooltip = { disableDefaultStyle: true, theme: "site", sanitize: (value) => { const safe = document.createElement("i"); safe.textContent = value; return safe.innerHTML; } };
      const view = await window.vegaEmbed(place, spec, { mode: "vega", renderer: "svg", actions: false, defaultStyle: false, tooltip, ast, formatLocale: { ...signs, grouping: [3], currency: ["", ""] } });
      all("svg", place).forEach((svg) => { svg.setAttribute("aria-hidden", "true"); svg.removeAttribute("role"); });
      return view;
    } catch (error) { place.textContent = labels.no_chart; throw error; }
  };
  const drawings = new Map();
  const draw = (place) => {
    const chart = charts.get(place.dataset.chart);
    if (chart && !drawings.has(place)) drawings.set(place, drawn(place, chart).then(() => { place.dataset.drawn = "yes"; }));
    return drawings.get(place);
  };
  const places = all("[data-chart]");
  const watch = (rootMargin) => {
    const near = new IntersectionObserver((seen) => seen.forEach((entry) => { if (entry.isIntersecting) { near.unobserve(entry.target); draw(entry.target); } }), { rootMargin });
    places.filter((place) => !place.querySelector(".still") && !drawings.has(place)).forEach((place) => near.observe(place));
  };
  watch("0px");
  addEventListener("scroll", () => watch("500px"), { once: true, passive: true });
  places.forEach((place) => place.addEventListener("pointerenter", () => draw(place), { once: true }));
  addEventListener("beforeprint", () => places.forEach(draw));

  /* on a telephone some tables are laid out as blocks, and a browser then forgets that they are tables */
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell", TH: "columnheader" };
  const phone = matchMedia("(max-width: 46rem)");
  const remind = () => { if (phone.matches) all(".watch, .claim table.data").forEach((table) => [table, ...all("thead, tbody, tr, th, td", table)].forEach((part) => part.setAttribute("role", part.scope === "row" ? "rowheader" : roles[part.tagName]))); };
  remind();
  phone.addEventListener("change", remind);

  /* tables: sort by a column, filter by words and by a choice, save as CSV */
  const valueOf = (row, column) => { const cell = row.cells[column]; return cell.dataset.v ?? cell.textContent.trim(); };
  const asNumber = (text) => (text === "" ? NaN : Number(text.replaceAll(signs.thousands, "").replace(signs.decimal, ".").replace(/[%\s]/g, "").replace("−", "-")));
  const compare = (a, b) => {
    const [x, y] = [asNumber(a), asNumber(b)];
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    return a.localeCompare(b, html.lang);
  };
  const sortBy = (table, head, column) => {
    const direction = head.getAttribute("aria-sort") === "descending" || (!head.hasAttribute("aria-sort") && !head.classList.contains("num")) ? "ascending" : "descending";
    all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", direction);
    const sign = direction === "ascending" ? 1 : -1;
    const rows = [...table.tBodies[0].rows];
    // what has no value stands last, whichever way
    rows.sort((a, b) => { const [x, y] = [valueOf(a, column), valueOf(b, column)]; return x === "" || y === "" ? (x === "") - (y === "") : sign * compare(x, y); });
    table.tBodies[0].append(...rows);
  };
  const sortable = (table) => all("thead th", table).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = fill(labels.sort, { column: head.textContent });
    button.addEventListener("click", () => sortBy(table, head, column));
    head.replaceChildren(button);
  });
  all("table.data").filter((table) => table.tBodies[0].rows.length > 2).forEach(sortable);
  const show = (id) => {
    const text = folded(document.querySelector(`[data-filter="${id}"]`)?.value.trim() || "");
    const words = text ? text.split(/\s+/) : [];
    const choice = document.querySelector(`[data-choose="${id}"]`)?.value || "";
    const rows = [...document.getElementById(id).tBodies[0].rows];
    rows.forEach((row) => { row.hidden = (choice && row.dataset.choice !== choice) || !words.every((word) => folded(row.textContent).includes(word)); });
    document.querySelector(`[data-count="${id}"]`).textContent = fill(labels.rows, { n: rows.filter((row) => !row.hidden).length, total: rows.length });
  };
  all("[data-filter]").forEach((input) => { input.addEventListener("input", () => show(input.dataset.filter)); show(input.dataset.filter); });
  all("[data-choose]").forEach((select) => select.addEventListener("change", () => show(select.dataset.choose)));
  // a text that a spreadsheet would run as a formula begins with an apostrophe, as `--csv` writes it
  const harmless = (text) => (/^([\s\ufeff\u200b\0]*[=+\-@＝＋－＠]|[\t\r\n])/.test(text) && !/^[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d+)?%?$/i.test(text) ? `'${text}` : text);
  const quoted = (text) => (/[",\n\r]/.test(text) ? `"${harmless(text).replaceAll('"', '""')}"` : harmless(text));
  const save = (parts, type, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const saveCsv = (rows, name) => save(["\ufeff", rows.map((row) => row.map((value) => quoted(String(value ?? ""))).join(",")).join("\n") + "\n"], "text/csv;charset=utf-8", name);
  all("[data-csv]").forEach((button) => button.addEventListener("click", () => {
    const table = document.getElementById(button.dataset.csv);
    const heads = all("thead th", table).map((head) => head.dataset.name || head.textContent);
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((_, column) => valueOf(row, column)));
    saveCsv([heads, ...rows], button.dataset.file);
  }));

  /* copy a text, also where the clipboard is closed to pages from disk */
  const copy = async (text, button) => {
    const aside = document.createElement("span");
    aside.className = "sr";
    aside.style.whiteSpace = "pre";
    aside.textContent = text;
    button.after(aside);
    try { await navigator.clipboard.writeText(text); }
    catch { getSelection().selectAllChildren(aside); document.execCommand("copy"); getSelection().removeAllRanges(); }
    aside.remove();
    const before = button.dataset.says || button.textContent;
    button.dataset.says = before;
    button.textContent = labels.copied;
    setTimeout(() => { button.textContent = before; }, 2500);
  };
  all("[data-copy]").forEach((button) => button.addEventListener("click", () => copy(button.parentElement.querySelector("code").textContent, button)));

  /* a query of a page, asked anew on the page of queries */
  all("[data-ask]").forEach((link) => ["pointerdown", "click"].forEach((kind) => link.addEventListener(kind, () => { link.hash = `sql=${encodeURIComponent(link.closest("details").querySelector("code").textContent.trim())}`; })));

  /* one of several: tables of a mineral, lists of the watchlist, claims by verdict */
  const only = (places, id) => places.forEach((place) => { place.hidden = place.id !== id; });
  const panels = all("section.panel");
  const radios = all("input[name=panel]");
  radios.forEach((radio) => radio.addEventListener("change", () => only(panels, radio.value)));
  if (radios.length) only(panels, radios.find((radio) => radio.checked).value);
  /* a link to a table opens its panel: stage and form, or any form of the stage; a link to a figure the one it is in */
  const unroll = () => {
    const table = location.hash.slice(1);
    const inside = table && document.getElementById(table)?.closest("section.panel")?.id;
    const radio = radios.find((one) => one.value === inside || (table.endsWith("-") ? one.dataset.table.startsWith(table) : one.dataset.table === table));
    if (radio && table) { radio.checked = true; only(panels, radio.value); }
    if (inside) document.getElementById(table).scrollIntoView();
  };
  addEventListener("hashchange", unroll);
  unroll();
  all("[data-show]").forEach((select) => {
    const places = all(`.${select.dataset.show}`);
    select.addEventListener("change", () => only(places, select.value));
    only(places, select.value);
  });
  all("[data-verdict]").forEach((button) => button.addEventListener("click", () => {
    all("[data-verdict]").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    all("[data-card]").forEach((card) => { card.hidden = Boolean(button.dataset.verdict) && card.dataset.card !== button.dataset.verdict; });
  }));
  /* claims narrowed by verdict, speaker and subject; the choice stands in the address */
  const narrowing = all("[data-narrow]");
  const narrow = () => {
    const cards = all("[data-verdict-is]");
    cards.forEach((card) => { card.hidden = narrowing.some((select) => select.value && card.dataset[`${select.dataset.narrow}Is`] !== select.value); });
    document.getElementById("narrowed").textContent = fill(labels.claims, { n: cards.filter((card) => !card.hidden).length, total: cards.length });
  };
  const asked = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    narrowing.forEach((select) => { select.value = parts.get(select.dataset.narrow) || ""; if (select.selectedIndex < 0) select.value = ""; });
    narrow();
  };
  narrowing.forEach((select) => select.addEventListener("change", () => {
    const chosen = narrowing.filter((one) => one.value).map((one) => [one.dataset.narrow, one.value]);
    history.pushState(null, "", `#${new URLSearchParams(chosen)}`);
    narrow();
  }));
  if (narrowing.length) { addEventListener("hashchange", asked); addEventListener("popstate", asked); asked(); }
  /* the same page in another language keeps its state */
  const here = new URL(location.href);
  all("a[data-language]").forEach((link) => ["focus", "pointerenter", "click"].forEach((event) => link.addEventListener(event, () => {
    const there = new URL(link.getAttribute("href"), here);
    [there.search, there.hash] = [location.search, location.hash];
    link.href = there;
  })));
  const dictionary = document.getElementById("dictionary-filter");
  dictionary?.addEventListener("input", () => {
    const text = folded(dictionary.value.trim());
    const tables = all("details.dictionary");
    tables.forEach((table) => { table.hidden = !folded(table.textContent).includes(text); table.open = Boolean(text) && !table.hidden; });
    document.getElementById("dictionary-count").textContent = fill(labels.tables, { n: tables.filter((table) => !table.hidden).length, total: tables.length });
  });
  /* a link to a table of the dictionary opens it */
  const unfold = () => { const place = document.getElementById(location.hash.slice(1)); if (place?.matches("details.dictionary")) place.open = true; };
  addEventListener("hashchange", unfold);
  unfold();
  Object.assign(site, { all, fill, counted, written, load, charts, draw, drawn, roomOf, sortable, save, saveCsv, copy });
  html.dataset.ready = "yes";
})();
