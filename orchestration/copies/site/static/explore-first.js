/* The explorer before anybody chooses: what it shows stands in the page. Its data and its script are read at the first
   touch, or at once where the address holds a choice; what was pressed until then is done again when they are there. */
(() => {
  "use strict";
  const { load, labels } = window.MINERALS;
  const html = document.documentElement;
  const part = (name) => document.getElementById(name);
  const places = ["explore", "x-charts", "x-behind"].map(part);
  const early = [];
  let begun = null;
  let ready = false;
  const begin = () => {
    begun ??= Promise.all([load(`explore-${html.lang}`), load("explore-data"), load("vega")]).then(() => load("explore")).then(
      () => { ready = true; early.splice(0).forEach((again) => again()); },
      () => { delete html.dataset.asked; part("explore").reset(); part("x-lacking").textContent = labels.no_chart; part("x-lacking").hidden = false; },
    );
  };
  const later = (again) => { delete html.dataset.explored; early.push(again); begin(); };
  places.forEach((place) => ["pointerenter", "focusin"].forEach((kind) => place.addEventListener(kind, begin, { once: true })));
  part("explore").addEventListener("change", ({ target }) => {
    if (ready) return;
    const chosen = target.value;
    later(() => { if (target.type === "radio") target.checked = true; else target.value = chosen; target.dispatchEvent(new Event("change")); });
  });
  part("main").addEventListener("click", (event) => {
    const button = event.target.closest("#explore button, [data-take], [data-use]");
    if (ready || !button) return;
    event.stopPropagation();
    later(() => button.click());
  }, true);
  addEventListener("popstate", begin, { once: true });
  if (html.dataset.asked) begin(); else html.dataset.explored = "yes";
})();
