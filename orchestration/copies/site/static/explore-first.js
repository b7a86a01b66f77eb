/* The explorer before anybody chooses: what it shows stands in the page. Its data and its script are read at the first
   touch, or at once where the address holds a choice; what was pressed until then is done again when they are there. */
(() => {
  "use strict";
  const { all, load, labels } = window.MINERALS;
  const html = document.documentElement;
  const part = (name) => document.getElementById(name);
  const form = part("explore");
  const places = [form, part("x-charts"), part("x-behind")];
  const early = [];
  let begun = null;
  let ready = false;
  const failed = () => { delete html.dataset.asked; form.reset(); part("x-lacking").textContent = labels.no_chart; part("x-lacking").hidden = false; };
  const begin = () => {
    begun ??= Promise.all([load(`explore-${html.lang}`), load("explore-data"), load("vega")]).then(() => load("explore"));
    begun.then(() => { ready = true; early.splice(0).forEach((again) => again()); }, failed);
  };
  const later = (again) => { delete html.dataset.explored; early.push(again); begin(); };
  places.forEach((place) => ["pointerenter", "focusin"].forEach((kind) => place.addEventListener(kind, begin, { once: true })));
  const choose = (control) => {
    const chosen = control.value;
    later(() => { if (control.type === "radio") control.checked = true; else control.value = chosen; control.dispatchEvent(new Event("change")); });
  };
  form.addEventListener("change", ({ target }) => { if (!ready) choose(target); });
  // an earlier press may have written the button anew
  const press = (button) => {
    const { remove, use } = button.dataset;
    const place = remove ? `[data-remove="${remove}"]` : `#${button.closest("figure")?.id} [data-use="${use}"]`;
    (button.isConnected ? button : document.querySelector(place))?.click();
  };
  part("main").addEventListener("click", (event) => {
    const button = event.target.closest("#explore button, [data-take], [data-use]");
    if (ready || !button) return;
    event.stopPropagation();
    later(() => press(button));
  }, true);
  addEventListener("popstate", () => { if (location.hash.includes("=")) { delete html.dataset.explored; begin(); } });
  if (html.dataset.asked) { begin(); return; }
  html.dataset.explored = "yes";
  // what was chosen before this script was there
  all("input:checked", form).filter((radio) => !radio.defaultChecked).forEach(choose);
  all("select", form).filter((select) => select.selectedOptions[0] !== (select.querySelector("[selected]") ?? select.options[0])).forEach(choose);
})();
