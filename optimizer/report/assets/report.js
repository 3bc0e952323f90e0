"use strict";
(() => {
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const narrow = window.matchMedia("(max-width: 560px)").matches;
  const quiet = { displayModeBar: false, responsive: true };
  const pickers = [...document.querySelectorAll("select[data-strategies]")];
  const view = document.getElementById("map-view");
  const SYMBOLS = {
    warehouse: "square", hub: "diamond", store: "triangle-up", locker: "cross", convenience_store: "pentagon",
    partner: "star", supplier: "hexagon", plant: "hexagon2", return_centre: "x",
  };
  const UNNAMED = ["locker", "convenience_store"];
  const LOCAL = ["store", "locker", "convenience_store"];
  const MARKS = ["circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon"];
  const pick = (axis, places) => places.map((place) => data.places[axis][place]);
  const colour = (number) => data.palette[number % data.palette.length];

  const marks = (places, name, color, more) => ({
    type: "scatter", mode: "markers", name, x: pick("x", places), y: pick("y", places),
    hovertext: pick("id", places).map((id) => `${id}<br>${name}`), hoverinfo: "text",
    marker: { size: 6, color, opacity: 0.8, ...more },
  });

  const districts = () => ({
    type: "scatter", mode: "text", showlegend: false, hoverinfo: "skip",
    x: data.districts.map((one) => one[1]), y: data.districts.map((one) => one[2]),
    text: data.districts.map((one) => one[0]), textfont: { size: 12, color: "#8795A1" },
  });

  const sites = () => [...new Set(data.sites.map((one) => one[1]))].map((kind) => {
    const own = data.sites.filter((one) => one[1] === kind);
    const places = own.map((one) => one[0]);
    const names = own.map((one) => one[2]);
    const named = !UNNAMED.includes(kind) && !narrow;
    return {
      type: "scatter", mode: named ? "markers+text" : "markers", name: kind.replace("_", " "),
      x: pick("x", places), y: pick("y", places), text: names, textposition: "top center",
      textfont: { size: 11, color: "#22303C" },
      hovertext: names.map((name) => `${name}<br>${kind.replace("_", " ")}`), hoverinfo: "text",
      marker: { symbol: SYMBOLS[kind] || "circle", size: named ? 11 : 8, color: "#22303C", line: { color: "#FFFFFF", width: 1 } },
    };
  });

  const routes = (shown) => shown.map(([id, wave, label, places], number) => ({
    type: "scatter", mode: "lines+markers", showlegend: false, x: pick("x", places), y: pick("y", places),
    line: { color: colour(number), width: 1.8, dash: number % 16 < 8 ? "solid" : "dash" },
    marker: { size: places.map((_, at) => (at % (places.length - 1) ? 6 : 0)), color: colour(number) },
    hovertext: pick("id", places).map((place, at) =>
      `<b>${id}</b><br>${label}<br>${at % (places.length - 1) ? `stop ${at}: ${place}` : "depot"}`),
    hoverinfo: "text",
  }));

  const addresses = (one) => [...one.served.flatMap((group) => group[1]), ...one.unserved];

  // an option has its colour under every strategy
  const options = [...new Set(data.strategies.flatMap((one) => one.served.map(([name]) => name)))].sort();
  const served = ([name, places]) => {
    const number = options.indexOf(name);
    return marks(places, `${name} (${places.length})`, colour(number),
      { symbol: MARKS[Math.floor(number / data.palette.length) % MARKS.length] });
  };

  const customers = (one) => [
    ...one.served.map(served),
    ...(one.unserved.length
      ? [marks(one.unserved, `not served (${one.unserved.length})`, "#000000", { symbol: "x-thin", size: 8, opacity: 1, line: { width: 2 } })]
      : []),
  ];

  const frame = (one, shown) => {
    const near = data.sites.filter((site) => LOCAL.includes(site[1])).map((site) => site[0]);
    const called = [...(shown.length ? shown.map((route) => route[3][0]) : near), ...addresses(one)];
    const places = called.length ? called : data.sites.map((site) => site[0]);
    return ["x", "y"].map((axis) => {
      const values = pick(axis, places);
      const low = values.reduce((a, b) => Math.min(a, b), Infinity);
      const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
      const pad = Math.max((high - low) * 0.06, 0.5);
      return places.length ? [low - pad, high + pad] : [-1, 1];
    });
  };

  const drawMap = (number) => {
    const one = data.strategies[number];
    const wave = view.value;
    const shown = wave === "" ? [] : one.routes.filter((route) => wave === "*" || route[1] === wave);
    const below = wave === "" ? customers(one) : [marks([...new Set(addresses(one))], "addresses", "#C5CED5", { size: 5 })];
    const [x, y] = frame(one, shown);
    const axis = { gridcolor: "#E8ECEF", zeroline: false, ticksuffix: " km", nticks: narrow ? 4 : 8 };
    Plotly.react("map-chart", [...below, ...routes(shown), districts(), ...sites()], {
      height: document.getElementById("map-chart").clientHeight,
      margin: { l: 8, r: 8, t: 8, b: 8 },
      font: { family: data.font, size: 12, color: "#22303C" },
      paper_bgcolor: "#FFFFFF", plot_bgcolor: "#FFFFFF", hovermode: "closest", dragmode: narrow ? false : "pan",
      xaxis: { ...axis, range: x, automargin: true },
      yaxis: { ...axis, range: y, automargin: true, scaleanchor: "x", scaleratio: 1 },
      legend: { orientation: "h", y: -0.06, yanchor: "top", itemsizing: "constant" },
      hoverlabel: { align: "left" },
    }, { responsive: true, displaylogo: false, displayModeBar: true,
      modeBarButtons: [["zoomIn2d", "zoomOut2d", "resetScale2d"]] });
  };

  const offerViews = (number) => {
    const counts = new Map();
    for (const route of data.strategies[number].routes) counts.set(route[1], (counts.get(route[1]) || 0) + 1);
    const offered = [["", "how every address is served"]];
    if (counts.size > 1) offered.push(["*", `all routes (${data.strategies[number].routes.length})`]);
    for (const [wave, count] of [...counts].sort()) offered.push([wave, `routes of ${wave} (${count})`]);
    view.replaceChildren(...offered.map(([value, title]) => {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = title;
      return option;
    }));
    const busiest = [...counts].sort((a, b) => b[1] - a[1])[0];
    view.value = busiest ? busiest[0] : "";
  };

  const choose = (number) => {
    for (const picker of pickers) picker.value = number;
    for (const block of document.querySelectorAll("[data-strategy]")) block.hidden = block.dataset.strategy !== String(number);
    offerViews(number);
    drawMap(number);
  };

  const squeeze = (figure) => {
    const { layout } = figure;
    layout.font.size = 11;
    Object.assign(layout.xaxis, { nticks: layout.xaxis.range ? 5 : 3, tickangle: 0 });
    layout.xaxis.title.font.size = 10;
    if (layout.legend) layout.height += 18 * figure.data.length;
  };

  for (const [name, figure] of Object.entries(narrow ? { ...data.charts, ...data.narrow } : data.charts)) {
    if (narrow) squeeze(figure);
    Plotly.newPlot(name, figure.data, figure.layout, quiet);
  }
  for (const picker of pickers) picker.addEventListener("change", () => choose(Number(picker.value)));
  view.addEventListener("change", () => drawMap(Number(pickers[0].value)));
  window.addEventListener("beforeprint", () => {
    for (const chart of document.querySelectorAll(".js-plotly-plot")) Plotly.Plots.resize(chart);
  });
  choose(Number(pickers[0].value));
})();
