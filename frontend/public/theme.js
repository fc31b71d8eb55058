// Runs before the first paint: the theme that was chosen last, or the system's.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("weir.theme");
  } catch {
    // Storage may be refused; the system's theme it is.
  }
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.add(dark ? "dark" : "light");
})();
