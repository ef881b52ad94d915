// The editor of letter templates: numbers beside the lines, facts put in at the cursor. The page works without it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const editor = document.querySelector(".editor");
  const text = document.querySelector("#f-text");
  if (!editor || !text) return;
  const gutter = editor.querySelector(".gutter");
  const ruler = document.createElement("div");
  ruler.className = "editor-ruler";
  ruler.setAttribute("aria-hidden", "true");
  editor.append(ruler);
  let fault = Number(editor.dataset.line);

  // A long line takes several rows: each number is as high as its line in a copy of the same width.
  const number = () => {
    const lines = text.value.split("\n");
    const style = getComputedStyle(text);
    ruler.style.width = `${text.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)}px`;
    ruler.replaceChildren(...lines.map((line) => {
      const one = document.createElement("div");
      one.textContent = line || "\u200b";
      return one;
    }));
    gutter.replaceChildren(...lines.map((_, place) => {
      const one = document.createElement("div");
      one.textContent = String(place + 1);
      one.style.height = `${ruler.children[place].getBoundingClientRect().height}px`;
      if (place + 1 === fault) one.className = "at-fault";
      return one;
    }));
    editor.classList.add("numbered");
    gutter.scrollTop = text.scrollTop;
  };
  const show = (line) => {
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[line - 1].length);
    text.scrollTop = Math.max(0, ruler.children[line - 1].offsetTop - text.clientHeight / 3);
  };

  number();
  text.addEventListener("input", number);
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });
  new ResizeObserver(number).observe(text);
  if (fault) show(fault);

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".insert");
    if (!button) return;
    text.focus();
    // Through the browser's own editing, so that Ctrl+Z takes it back.
    if (!document.execCommand("insertText", false, button.dataset.insert)) {
      text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("htmx:afterSwap", () => {
    const wrong = document.querySelector("#fault");
    fault = Number(wrong?.dataset.line);
    document.querySelector("#fault-beside").textContent = wrong?.querySelector("strong").textContent ?? "";
    text.classList.toggle("is-invalid", Boolean(wrong));
    if (wrong) text.setAttribute("aria-invalid", "true"); else text.removeAttribute("aria-invalid");
    number();
  });
});
