// The page is complete without this script. It folds code, enlarges figures, copies their data, and swaps pictures
// for interactive plots and diagrams where plotly.js and mermaid lie beside the page.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", event => { event.preventDefault(); act(made); });
    return made;
  };
  const copy = async (text, from) => {
    const before = from.textContent;
    try { await navigator.clipboard.writeText(text); } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    from.textContent = "Copied";
    setTimeout(() => { from.textContent = before; }, 1200);
  };

  const fold = document.querySelector("[data-act=code]");
  if (fold) {
    fold.hidden = false;
    const opened = all("details.code[open]");
    fold.addEventListener("click", () => {
      const show = fold.textContent === "Show code";
      for (const cell of opened) cell.open = show;
      fold.textContent = show ? "Hide code" : "Show code";
    });
  }
  for (const cell of all("details.code")) {
    cell.querySelector("summary").append(button("Copy", "Copy the code", from => copy(cell.querySelector("pre").textContent, from)));
  }

  // A figure's data as tab-separated columns, one pair of columns a series.
  const columns = figure => {
    const series = figure.data.flatMap((trace, n) => ["x", "y", "z", "labels", "values"]
      .filter(key => Array.isArray(trace[key]))
      .map(key => [`${trace.name ?? "series " + (n + 1)} ${key}`, ...trace[key].map(value => Array.isArray(value) ? value.join(" ") : value)]));
    const rows = Math.max(0, ...series.map(column => column.length));
    return Array.from({ length: rows }, (_, row) => series.map(column => column[row] ?? "").join("\t")).join("\n");
  };
  const enlarge = figure => {
    const dialog = document.createElement("dialog");
    const shown = figure.querySelector("img").cloneNode();
    shown.style.display = "block";
    shown.removeAttribute("width");
    shown.removeAttribute("height");
    dialog.append(shown);
    dialog.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  const interactive = figure => {
    const image = figure.querySelector("img");
    const json = figure.querySelector("script[type='application/vnd.plotly.v1+json']");
    if (!window.Plotly || !json || figure.dataset.live) return;
    figure.dataset.live = "yes";
    const { width, height } = image.getBoundingClientRect();
    const parsed = JSON.parse(json.textContent);
    const place = document.createElement("div");
    place.style.width = `${Math.max(width, 320)}px`;
    place.style.height = `${Math.max(height, 200)}px`;
    const layout = { ...parsed.layout, width: undefined, height: undefined, autosize: true };
    figure.insertBefore(place, image);
    window.Plotly.newPlot(place, parsed.data, layout, { displayModeBar: false, responsive: true })
      .then(() => { image.style.display = "none"; })
      .catch(() => place.remove());
  };
  for (const figure of all("figure.plot")) {
    const tools = document.createElement("div");
    tools.className = "tools";
    tools.append(button("Enlarge", "Enlarge the figure", () => enlarge(figure)));
    const json = figure.querySelector("script[type='application/vnd.plotly.v1+json']");
    if (json) tools.append(button("Copy data", "Copy the figure's data", from => copy(columns(JSON.parse(json.textContent)), from)));
    figure.append(tools);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (window.Plotly) {
      const seen = new IntersectionObserver(entries => {
        for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); interactive(entry.target); }
      }, { rootMargin: "400px" });
      for (const figure of all("figure.plot")) seen.observe(figure);
      // Print and file the static picture, which is sharp at any size.
      addEventListener("beforeprint", () => all("figure.plot[data-live]").forEach(figure => {
        figure.querySelector("img").style.display = "block";
        figure.querySelector("div").style.display = "none";
      }));
      addEventListener("afterprint", () => all("figure.plot[data-live]").forEach(figure => {
        figure.querySelector("img").style.display = "none";
        figure.querySelector("div").style.display = "block";
      }));
    }
    if (window.mermaid) {
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      window.mermaid.initialize({ startOnLoad: false, theme: dark ? "dark" : "neutral", securityLevel: "strict" });
      window.mermaid.run({ querySelector: "pre.mermaid", suppressErrors: true });
    }
    const links = new Map(all(".contents a").map(link => [link.hash.slice(1), link]));
    const spy = new IntersectionObserver(entries => {
      for (const entry of entries) if (entry.isIntersecting) {
        for (const link of links.values()) link.classList.remove("here");
        links.get(entry.target.id)?.classList.add("here");
      }
    }, { rootMargin: "0px 0px -75% 0px" });
    for (const id of links.keys()) { const heading = document.getElementById(decodeURIComponent(id)); if (heading) spy.observe(heading); }
  });
})();
