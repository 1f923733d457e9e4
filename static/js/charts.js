/* Draws every chart of the page from the table that stands beside it: templates/ui/chart.html.
   Without this file the table is all there is, and says the same. */
(function () {
  "use strict";
  if (!window.echarts) return;
  const styles = window.getComputedStyle(document.documentElement);
  const token = (name) => styles.getPropertyValue(name).trim();
  const INK = token("--ink");
  const SOFT = token("--ink-soft");
  const GRID = token("--line");
  const PAPER = token("--paper");
  const FILL = token("--research-ground");
  const EDGE = token("--research");
  // Each sign has a shape of its own; the colour only helps the eye.
  const SIGNS = [
    { symbol: "diamond", color: token("--ink"), size: 11 },
    { symbol: "triangle", color: token("--commend"), size: 12 },
    { symbol: "path://M0,0 L10,0 L5,9 Z", color: token("--judge"), size: 12 },
  ];
  const LINES = [
    { color: token("--commend"), type: "dashed" },
    { color: token("--judge"), type: "dotted" },
  ];
  const FONT = { fontFamily: token("--font") || "sans-serif", fontSize: 13, color: INK };
  const BAR = 34; // px of height for each group of a box plot
  const NARROW = 520; // px of width below which names stand above their group

  const number = (text) => {
    const value = Number.parseFloat(text.replace("\u2212", "-"));
    return Number.isNaN(value) ? null : value;
  };
  const textOf = (node) => node.textContent.trim().replace(/\s+/g, " ");

  // {heads: [{role, label}], rows: [[text, …], …]}: exactly what is read in the table.
  function read(figure) {
    const heads = [...figure.querySelectorAll("thead th")].map((head) => ({
      role: head.dataset.role,
      label: textOf(head),
    }));
    const rows = [...figure.querySelectorAll("tbody tr")].map((row) => [...row.cells].map(textOf));
    const lines = [...figure.querySelectorAll("[data-chart-line]")].map((line) => ({
      name: textOf(line.querySelector("[data-chart-line-name]")),
      text: textOf(line.querySelector("[data-chart-line-value]")),
    }));
    const place = (role) => heads.findIndex((head) => head.role === role);
    return { heads, rows, lines, place };
  }

  // The tooltip says a row of the table, word for word.
  const said = (table, row) => table.heads.map((head, i) => `${head.label}：${row[i]}`).join("\n");

  function common(figure, table) {
    return {
      animation: false,
      textStyle: FONT,
      aria: {
        enabled: true,
        label: { description: textOf(figure.querySelector(".chart-about")) },
      },
      tooltip: {
        renderMode: "richText",
        trigger: "item",
        confine: true,
        backgroundColor: PAPER,
        borderColor: SOFT,
        textStyle: FONT,
        formatter: (at) => {
          const row = table.rows[at.data && at.data.row !== undefined ? at.data.row : at.dataIndex];
          return at.componentType === "series" && row ? said(table, row) : at.name;
        },
      },
    };
  }

  const axis = (name, more) => ({
    type: "value",
    name,
    nameLocation: "middle",
    nameTextStyle: { ...FONT, color: SOFT },
    axisLabel: { ...FONT, hideOverlap: true },
    axisLine: { show: true, lineStyle: { color: SOFT } },
    splitLine: { lineStyle: { color: GRID } },
    ...more,
  });

  function bars(figure, table) {
    const [from, to, count] = ["from", "to", "count"].map(table.place);
    const step = Number(figure.dataset.step);
    const decimals = (figure.dataset.step.split(".")[1] || "").length;
    const data = table.rows.map((row, i) => ({
      row: i,
      value: [number(row[from]), Number((number(row[to]) + step).toFixed(decimals)), number(row[count])],
    }));
    const least = data[0].value[0];
    const greatest = data[data.length - 1].value[1];
    const width = data[0].value[1] - least;
    return {
      ...common(figure, table),
      grid: { left: 52, right: 24, top: table.lines.length ? 52 : 24, bottom: 52 },
      xAxis: axis("总分", {
        min: least,
        max: greatest,
        interval: data.length > 8 ? width * 2 : width,
        nameGap: 30,
        splitLine: { show: false },
        axisLabel: { ...FONT, hideOverlap: true, formatter: (value) => String(Number(value.toFixed(decimals))) },
      }),
      yAxis: axis(table.heads[count].label, { min: 0, minInterval: 1, boundaryGap: [0, "15%"], nameGap: 36 }),
      series: [
        {
          type: "custom",
          name: table.heads[count].label,
          data,
          encode: { x: [0, 1], y: 2 },
          renderItem: (params, api) => {
            const [left, top] = api.coord([api.value(0), api.value(2)]);
            const [right, bottom] = api.coord([api.value(1), 0]);
            const shape = { x: left, y: top, width: right - left, height: bottom - top };
            const label = { text: String(api.value(2) || ""), fill: INK, font: `13px ${FONT.fontFamily}` };
            return {
              type: "rect",
              shape,
              style: { fill: FILL, stroke: EDGE, lineWidth: 1 },
              textContent: { style: label },
              textConfig: { position: "top", distance: 3 },
            };
          },
          markLine: {
            silent: true,
            symbol: "none",
            data: table.lines.map((line, i) => ({
              name: line.name,
              xAxis: number(line.text),
              lineStyle: { ...LINES[i % LINES.length], width: 2 },
              label: {
                ...FONT,
                formatter: `${line.name} ${line.text}`,
                // Two lines close to each other are still two labels.
                distance: i % 2 ? 4 : 22,
              },
            })),
          },
        },
      ],
    };
  }

  function boxes(figure, table, wide) {
    const five = ["least", "lower", "median", "upper", "greatest"].map(table.place);
    const name = table.place("name");
    const values = table.place("values");
    const count = table.place("n");
    const label = (row) => `${row[name]}（${row[count]} 人）`;
    const box = table.rows.map((row, i) => {
      const numbers = five.map((place) => number(row[place]));
      return { row: i, value: numbers.includes(null) ? ["-", "-", "-", "-", "-"] : numbers };
    });
    const points = table.rows.flatMap((row, i) =>
      row[values]
        .split("、")
        .map(number)
        .filter((value) => value !== null)
        .map((value) => ({ row: i, value: [value, i] }))
    );
    const marks = table.heads
      .map((head, place) => ({ head, place }))
      .filter(({ head }) => head.role === "mark")
      .map(({ head, place }, i) => ({
        type: "scatter",
        name: head.label,
        symbol: SIGNS[i % SIGNS.length].symbol,
        symbolSize: SIGNS[i % SIGNS.length].size,
        itemStyle: { color: SIGNS[i % SIGNS.length].color, borderColor: PAPER, borderWidth: 1 },
        z: 5,
        data: table.rows
          .map((row, at) => ({ row: at, value: [number(row[place]), at] }))
          .filter((item) => item.value[0] !== null),
      }))
      .filter((series) => series.data.length);
    const singles = {
      type: "scatter",
      name: table.heads[values].label,
      symbol: "circle",
      symbolSize: 9,
      itemStyle: { color: PAPER, borderColor: EDGE, borderWidth: 2 },
      data: points,
    };
    return {
      ...common(figure, table),
      legend: {
        top: 0,
        left: 0,
        itemGap: 18,
        textStyle: FONT,
        selectedMode: false,
        data: [...(points.length ? [singles] : []), ...marks].map((series) => ({ name: series.name })),
      },
      grid: { left: wide ? 230 : 12, right: 24, top: wide ? 40 : 64, bottom: 52 },
      xAxis: axis("总分", { scale: true, nameGap: 30 }),
      yAxis: {
        type: "category",
        inverse: true,
        data: table.rows.map(label),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: SOFT } },
        axisLabel: wide
          ? { ...FONT, width: 214, overflow: "break", interval: 0 }
          : { ...FONT, inside: true, interval: 0, verticalAlign: "bottom", padding: [0, 0, 16, 0] },
        z: wide ? 0 : 10,
      },
      series: [
        {
          type: "boxplot",
          name: "箱体",
          layout: "vertical",
          data: box,
          boxWidth: [8, 22],
          itemStyle: { color: FILL, borderColor: EDGE, borderWidth: 1.5 },
        },
        ...(points.length ? [singles] : []),
        ...marks,
      ],
    };
  }

  const tools = { common, axis, number, styles: { INK, SOFT, GRID, PAPER, FILL, EDGE, FONT }, token };
  const KINDS = { bars, boxes, ...(window.chartKinds ? window.chartKinds(tools) : {}) };
  const BY_ROW = { boxes: [BAR, BAR * 1.9, 130], rows: [30, 52, 70], heat: [30, 40, 156] };

  // On paper the picture is as wide as the page, whatever the window was.
  function scalable(picture) {
    const drawn = picture.querySelector("svg");
    if (drawn) drawn.setAttribute("viewBox", `0 0 ${picture.clientWidth} ${picture.clientHeight}`);
  }

  function draw(figure) {
    const table = read(figure);
    const picture = figure.querySelector("[data-chart-picture]");
    if (!picture || !table.rows.length) return;
    picture.hidden = false;
    const wide = () => picture.clientWidth >= NARROW;
    const heights = BY_ROW[figure.dataset.chart];
    if (heights) {
      picture.style.height = `${table.rows.length * heights[wide() ? 0 : 1] + heights[2]}px`;
    }
    const chart = window.echarts.init(picture, null, { renderer: "svg", locale: "ZH" });
    chart.setOption(KINDS[figure.dataset.chart](figure, table, wide()));
    scalable(picture);
    let width = picture.clientWidth;
    new ResizeObserver(() => {
      if (!picture.clientWidth || picture.clientWidth === width) return;
      if (window.matchMedia("print").matches) return;
      width = picture.clientWidth;
      chart.resize();
      chart.setOption(KINDS[figure.dataset.chart](figure, table, wide()), true);
      scalable(picture);
    }).observe(picture);
  }

  document.querySelectorAll("[data-chart]").forEach(draw);
})();
