/* Taking a figure along: its link, picture, rows with a note on them, a frame for another page, a line to cite.
   `window.MINERALS.use` does it for a figure; a figure on an ordinary page is described by its own words. */
(() => {
  "use strict";
  const site = window.MINERALS;
  const { labels, all, fill, charts } = site;
  const css = getComputedStyle(document.documentElement);
  const resolved = (text) => text.replace(/var\((--[\w-]+)\)/g, (_, name) => css.getPropertyValue(name).trim());
  const address = (part) => location.href.split("#")[0] + (part ? `#${part}` : "");

  /* columns of a chart's rows, in words that do not need the chart */
  const columns = {
    bars: [["name", "name"], ["value", (row) => (row.soft ? "" : row.b)], ["low", "lo"], ["high", "hi"], ["shown", "label"]],
    dots: [["name", "name"], ["value", "x"], ["low", "lo"], ["high", "hi"], ["text", "tip"]],
    area: [["year", "year"], ["name", "name"], ["share_pct", "share"]],
    tonnes: [["year", "year"], ["name", "name"], ["tonnes", "tonnes"]],
    trend: [["year", "year"], ["hhi", "hhi"], ["low", "lo"], ["high", "hi"], ["low_with_everybody", "all_lo"], ["high_with_everybody", "all_hi"], ["left_out", (row) => row.excludes ?? ""], ["text", "tip"]],
    lines: [["name", "name"], ["year", "year"], ["value", "v"], ["low", "lo"], ["high", "hi"], ["text", "tip"]],
    map: [["country_id", "id"], ["text", "tip"]],
  };
  columns.editions = columns.dots;
  const rowsOf = (chart) => {
    const taken = columns[chart.kind];
    return [taken.map(([name]) => name), ...chart.data.rows.map((row) => taken.map(([, how]) => (typeof how === "string" ? row[how] : how(row))))];
  };

  /* a picture that stands alone: colours resolved, title above, source below */
  const picture = (place, about) => {
    const drawing = place.querySelector("svg").cloneNode(true);
    const [width, height] = [Number(drawing.getAttribute("width")), Number(drawing.getAttribute("height"))];
    const text = (words, y, size, weight) => `<text x="12" y="${y}" font-size="${size}" font-weight="${weight}" fill="${css.getPropertyValue("--ink").trim()}" font-family="sans-serif">${words.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`)}</text>`;
    const lines = [];
    const longest = Math.max(30, Math.floor((width - 24) / 6));
    about.source.split(" ").forEach((word) => { const last = lines.length - 1; if (last >= 0 && lines[last].length + word.length < longest) lines[last] += ` ${word}`; else lines.push(word); });
    const [top, bottom] = [40, 16 + 15 * (lines.length + 1)];
    const defs = document.querySelector("svg.defs defs").outerHTML;
    drawing.setAttribute("y", top);
    drawing.removeAttribute("style");
    const below = [...lines, address(about.part)].map((line, at) => text(line, top + height + 18 + 15 * at, 11, 400)).join("");
    const body = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height + top + bottom}" viewBox="0 0 ${width} ${height + top + bottom}">${defs}<rect width="100%" height="100%" fill="${css.getPropertyValue("--paper").trim()}"/>${text(about.title, 25, 16, 600)}${new XMLSerializer().serializeToString(drawing)}${below}</svg>`;
    return { body: resolved(body), width, height: height + top + bottom };
  };
  const savePng = ({ body, width, height }, name) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [width * 2, height * 2];
      const pen = canvas.getContext("2d");
      pen.scale(2, 2);
      pen.drawImage(image, 0, 0);
      canvas.toBlob((blob) => site.save([blob], "image/png", name));
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(body)}`;
  };

  const cited = (about) => fill(labels.cite, { title: about.title, source: about.source, release: document.body.dataset.release, address: address(about.part) });
  const framed = (about) => `<iframe src="${address(about.embed).replaceAll('"', "&quot;")}" title="${about.title.replaceAll('"', "&quot;")}" width="100%" height="520" style="border:0"></iframe>`;
  const noted = (about) => JSON.stringify({ title: about.title, description: about.alternative, source: about.source, licences: about.licences, query: about.query, release: document.body.dataset.release, address: address(about.part), rows: about.file }, null, 2);

  /* what a figure can be used for, by the name of its button */
  const use = (what, about, place, button) => ({
    link: () => site.copy(address(about.part), button),
    cite: () => site.copy(cited(about), button),
    embed: () => site.copy(framed(about), button),
    csv: () => { site.saveCsv(about.rows, `${about.file}.csv`); site.save([noted(about)], "application/json", `${about.file}.json`); },
    svg: () => site.save([picture(place, about).body], "image/svg+xml", `${about.file}.svg`),
    png: () => savePng(picture(place, about), `${about.file}.png`),
  })[what]();

  const heading = document.querySelector("h1").textContent.trim(); // read now: in a frame it goes
  const described = (figure) => {
    const words = (selector) => figure.querySelector(selector)?.textContent.trim() || "";
    const page = location.pathname.split("/").pop().replace(".html", "");
    const chart = charts.get(figure.id);
    return { title: `${heading}: ${words("h2, h3")}`, alternative: words(".alternative"), source: words("figcaption"), query: words(".sql code"), part: figure.id, embed: `embed=${figure.id}`, file: `${page}-${figure.id}`, rows: chart && rowsOf(chart) };
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("figure.chart [data-use]");
    if (!button) return;
    const figure = button.closest("figure.chart");
    const place = figure.querySelector(".vis");
    const about = figure.about || described(figure);
    await (figure.drawing ?? site.draw(place));
    use(button.dataset.use, about, place, button);
  });

  /* in a frame on another page the figure stands alone */
  const alone = new URLSearchParams(location.hash.slice(1)).get("embed");
  const framedFigure = alone && document.getElementById(alone);
  if (framedFigure) {
    all("section.panel").forEach((panel) => { panel.hidden = false; });
    document.documentElement.dataset.embed = "figure";
    document.getElementById("main").replaceChildren(framedFigure);
    site.draw(framedFigure.querySelector(".vis"));
  }
  Object.assign(site, { use, rowsOf, address });
})();
