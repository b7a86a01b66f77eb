// What html-validate asks of the pages, and why some of its rules are not asked.
export default {
  root: true,
  extends: ["html-validate:standard"],
  rules: {
    "no-inline-style": "off", // where a mark stands on its line is a number of the release
    "long-title": "off", // the title of a claim is the claim
    "wcag/h32": "off", // a choice is shown at once: nothing is sent
    "prefer-native-element": ["error", { exclude: ["region", "combobox", "listbox"] }],
    "aria-label-misuse": ["error", { allowAnyNamable: true }], // lists of swatches and of choices
  },
};
