/* Before the first paint: the type size that was chosen last. */
try {
  if (localStorage.getItem("fenliu.large") === "1") {
    document.documentElement.dataset.size = "large";
  }
} catch {
  /* A browser that keeps nothing starts with the ordinary size. */
}
