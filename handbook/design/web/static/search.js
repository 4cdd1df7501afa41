// Sphinx's search, with three faults mended.
(() => {
  "use strict";

  // A result of the index points at an empty mark, where Sphinx finds no words and stops.
  const summary = Search.makeSearchSummary;
  Search.makeSearchSummary = (html, terms, anchor) =>
    summary(html, terms, anchor) ?? summary(html, terms) ?? new Text("");

  // Pages opened from a folder may not read one another: results come without their passages.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  // What a reader looked for is nobody's business afterwards.
  document.addEventListener("DOMContentLoaded", () => {
    try {
      localStorage.removeItem("sphinx_highlight_terms");
    } catch {
      // Nothing was kept, then.
    }
  });
})();
