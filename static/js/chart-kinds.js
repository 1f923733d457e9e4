/* Bars lying beside names, radar, trend and heat map: how charts.js draws the tables of these kinds. */
(function () {
  "use strict";
  window.chartKinds = ({ common, axis, number, styles, token }) => {
    const { SOFT, GRID, PAPER, FILL, EDGE, FONT } = styles;
    const SERIES = [
      { color: EDGE, type: "solid", symbol: "circle" },
      { color: token("--judge"), type: "dashed", symbol: "diamond" },
      { color: token("--commend"), type: "dotted", symbol: "triangle" },
    ];
    const places = (table, role) => table.heads.map((head, i) => (head.role === role ? i : -1)).filter((i) => i >= 0);
    const legend = (names) => ({ top: 0, left: 0, itemGap: 18, textStyle: FONT, selectedMode: false, data: names });
    const looks = (i) => ({
      symbol: SERIES[i % SERIES.length].symbol,
      symbolSize: 9,
      itemStyle: { color: SERIES[i % SERIES.length].color },
      lineStyle: { color: SERIES[i % SERIES.length].color, type: SERIES[i % SERIES.length].type, width: 2 },
    });

    // Words in at most three lines over a place so many px wide; the table has them whole.
    function broken(words, room) {
      const most = Math.max(2, Math.floor((room - 6) / FONT.fontSize));
      const lines = [];
      for (let at = 0; at < words.length; at += most) lines.push(words.slice(at, at + most));
      if (lines.length > 3) lines.splice(2, lines.length, `${lines[2].slice(0, most - 1)}…`);
      return lines;
    }

    // One bar lying beside each name.
    function rows(figure, table, wide) {
      const [name, value] = ["name", "value"].map(table.place);
      return {
        ...common(figure, table),
        grid: { left: wide ? 230 : 12, right: 40, top: 12, bottom: 48 },
        xAxis: axis(table.heads[value].label, { min: 0, minInterval: 1, nameGap: 28 }),
        yAxis: {
          type: "category",
          inverse: true,
          data: table.rows.map((row) => row[name]),
          axisTick: { show: false },
          axisLine: { lineStyle: { color: SOFT } },
          axisLabel: wide
            ? { ...FONT, width: 214, overflow: "break", interval: 0 }
            : { ...FONT, inside: true, interval: 0, verticalAlign: "bottom", padding: [0, 0, 16, 0] },
          z: wide ? 0 : 10,
        },
        series: [
          {
            type: "bar",
            data: table.rows.map((row, i) => ({ row: i, value: number(row[value]) })),
            barMaxWidth: wide ? 20 : 14,
            itemStyle: { color: FILL, borderColor: EDGE, borderWidth: 1 },
            label: { show: true, position: "right", ...FONT },
          },
        ],
      };
    }

    function radar(figure, table, wide) {
      const name = table.place("name");
      const lines = places(table, "series");
      const figures = table.rows.flatMap((row) => lines.map((i) => number(row[i]))).filter((n) => n !== null);
      const spread = Math.max(...figures) - Math.min(...figures) || 1;
      const least = number(figure.dataset.least) ?? Math.max(0, Math.floor(Math.min(...figures) - spread));
      const most = number(figure.dataset.most) ?? Math.ceil(Math.max(...figures));
      return {
        ...common(figure, table),
        tooltip: { show: false }, // every figure stands in the table; a shape has no single row
        legend: legend(lines.map((i) => table.heads[i].label)),
        radar: {
          center: ["50%", "56%"],
          radius: wide ? "66%" : "52%",
          // The figures of the lines stand below the name, in the order of the legend; the scale has none.
          axisName: {
            ...FONT,
            lineHeight: 18,
            formatter: (said) => {
              const row = table.rows.find((one) => one[name] === said);
              return [...broken(said, wide ? 200 : 70), lines.map((i) => row[i]).join(" / ")].join("\n");
            },
          },
          axisLine: { lineStyle: { color: GRID } },
          splitLine: { lineStyle: { color: GRID } },
          splitArea: { show: false },
          indicator: table.rows.map((row) => ({ name: row[name], min: least, max: most })),
        },
        series: lines.map((place, i) => ({
          type: "radar",
          name: table.heads[place].label,
          data: [{ value: table.rows.map((row) => number(row[place]) ?? least), name: table.heads[place].label }],
          ...looks(i),
        })),
      };
    }

    function trend(figure, table, wide) {
      const name = table.place("name");
      const event = table.place("event");
      const lines = places(table, "series");
      const figures = table.rows.flatMap((row) => lines.map((i) => number(row[i]))).filter((n) => n !== null);
      const counts = figures.every(Number.isInteger);
      const room = (figure.querySelector("[data-chart-picture]").clientWidth - 92) / table.rows.length;
      const happened = table.rows
        .map((row, i) => ({ row: i, words: event >= 0 ? row[event] : "" }))
        .filter(({ words }) => words && words !== "—")
        .map((found) => ({ ...found, said: broken(found.words, room) }));
      const above = 18 * Math.max(0, ...happened.map(({ said }) => said.length));
      // Three names of lines take two rows on a phone.
      const top = (wide || lines.length < 3 ? 44 : 72) + above;
      return {
        ...common(figure, table),
        legend: legend(lines.map((i) => table.heads[i].label)),
        grid: { left: 64, right: 28, top, bottom: 56 },
        xAxis: {
          type: "category",
          name: table.heads[name].label,
          nameLocation: "middle",
          nameGap: 30,
          nameTextStyle: { ...FONT, color: SOFT },
          data: table.rows.map((row) => row[name]),
          axisLabel: { ...FONT, hideOverlap: true },
          axisLine: { lineStyle: { color: SOFT } },
        },
        yAxis: axis(lines.length === 1 ? table.heads[lines[0]].label : "", {
          scale: true,
          minInterval: counts ? 1 : 0,
          nameGap: 44,
        }),
        series: lines.map((place, i) => ({
          type: "line",
          name: table.heads[place].label,
          connectNulls: false,
          data: table.rows.map((row, at) => ({ row: at, value: number(row[place]) ?? "-" })),
          ...looks(i),
          label: { show: wide, position: "top", ...FONT, backgroundColor: PAPER },
          markLine:
            i === 0
              ? {
                  silent: true,
                  z: 1, // below the figures of the points
                  symbol: "none",
                  lineStyle: { color: SOFT, type: "dotted" },
                  label: { ...FONT, color: SOFT, position: "end", rotate: 0, lineHeight: 17 },
                  data: happened.map(({ row, words, said }) => ({
                    name: words,
                    xAxis: row,
                    label: { formatter: said.join("\n") },
                  })),
                }
              : undefined,
        })),
      };
    }

    function heat(figure, table, wide) {
      const name = table.place("name");
      const cells = places(table, "cell");
      const data = table.rows.flatMap((row, y) =>
        cells.map((place, x) => ({ row: y, said: row[place], value: [x, y, number(row[place]) ?? "-"] }))
      );
      const figures = data.map((item) => item.value[2]).filter((value) => value !== "-");
      return {
        ...common(figure, table),
        grid: { left: wide ? 200 : 96, right: 16, top: wide ? 44 : 80, bottom: 64 },
        xAxis: {
          type: "category",
          position: "top",
          data: cells.map((i) => table.heads[i].label),
          // On a phone two characters a line: wider names would run into one another.
          axisLabel: { ...FONT, interval: 0, width: wide ? 120 : 28, overflow: "break", lineHeight: 17 },
          axisTick: { show: false },
          axisLine: { show: false },
        },
        yAxis: {
          type: "category",
          inverse: true,
          data: table.rows.map((row) => row[name]),
          axisLabel: { ...FONT, width: wide ? 184 : 84, overflow: "break", interval: 0, lineHeight: 17 },
          axisTick: { show: false },
          axisLine: { show: false },
        },
        visualMap: {
          type: "continuous",
          min: figures.length ? Math.min(...figures) : 0,
          max: figures.length ? Math.max(...figures) : 1,
          precision: 1,
          orient: "horizontal",
          left: "center",
          bottom: 4,
          calculable: false,
          textStyle: FONT,
          text: figures.length ? [`高 ${Math.max(...figures)}`, `低 ${Math.min(...figures)}`] : ["高", "低"],
          inRange: { color: [PAPER, FILL, token("--heat-most")] },
        },
        series: [
          {
            type: "heatmap",
            data,
            label: { show: true, ...FONT, formatter: (at) => at.data.said },
            itemStyle: { borderColor: GRID, borderWidth: 1 },
          },
        ],
      };
    }

    return { rows, radar, trend, heat };
  };
})();
