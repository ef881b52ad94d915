// The live parts of the console. Every page works without them.
"use strict";
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest("form") || document.querySelector("form.act-form");
    if (form) form.requestSubmit();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector("#search");
  if (box) { event.preventDefault(); box.focus(); box.select(); }
});
document.addEventListener("change", (event) => {
  if (!event.target.matches(".tick-all")) return;
  document.querySelectorAll(".tick").forEach((one) => { one.checked = event.target.checked; });
});
document.addEventListener("click", (event) => {
  if (event.target.closest(".print")) window.print();
  const button = event.target.closest(".add-row");
  if (!button) return;
  const set = button.closest("[data-rows]");
  const rows = set.querySelectorAll(".row-item");
  const copy = rows[rows.length - 1].cloneNode(true);
  const name = set.dataset.rows;
  copy.querySelectorAll("[name]").forEach((one) => {
    one.name = one.name.replace(new RegExp(`^${name}\\.\\d+\\.`), `${name}.${rows.length}.`);
    one.id = `f-${one.name}`;
    if (one.type === "checkbox") one.checked = one.defaultChecked; else one.value = "";
  });
  copy.querySelectorAll("label[for]").forEach((one) => {
    one.htmlFor = one.htmlFor.replace(new RegExp(`^f-${name}\\.\\d+\\.`), `f-${name}.${rows.length}.`);
  });
  button.before(copy);
  copy.querySelector("input, select, textarea").focus();
});
let dirty = false;
document.addEventListener("input", (event) => { if (event.target.closest("[data-guard]")) dirty = true; });
document.addEventListener("submit", (event) => {
  // What only looks at the form (a preview) leaves it as unsaved as it was.
  if (event.submitter?.matches("[data-again]")) return;
  dirty = false;
  // A file that is taken leaves the page standing; its button stays.
  const button = event.target.querySelector("button:not([type=button]):not([data-again])");
  if (button) setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
window.addEventListener("pageshow", () => document.querySelectorAll("button[disabled]").forEach((one) => { one.disabled = false; }));
document.addEventListener("DOMContentLoaded", () => {
  const wrong = document.querySelector(".is-invalid") || document.querySelector("#message");
  if (wrong) wrong.focus();
  const trend = document.querySelector("#trend");
  if (trend && window.echarts) {
    const read = (name) => trend.dataset[name].split(",").map(Number);
    const chart = window.echarts.init(trend);
    chart.setOption({
      animation: false,
      color: ["#1f5fa8", "#c8553d", "#5b8c5a"],
      tooltip: { trigger: "axis" },
      legend: { data: ["受理（件）", "结案（件）", "到账（万元）"] },
      xAxis: { type: "category", data: trend.dataset.months.split(",") },
      yAxis: [{ type: "value", name: "件" }, { type: "value", name: "万元" }],
      series: [
        { name: "受理（件）", type: "bar", data: read("accepted") },
        { name: "结案（件）", type: "bar", data: read("closed") },
        { name: "到账（万元）", type: "line", yAxisIndex: 1, data: read("paid").map((one) => Math.round(one / 1000) / 10) },
      ],
    });
    window.addEventListener("resize", () => chart.resize());
  }
});
