"use strict";
// Sorting, filtering, searching, comparing and downloading in the page itself: no network, no storage.
(function () {
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const status = document.getElementById("status");
  const say = (words) => { if (status) status.textContent = words; };
  document.documentElement.classList.add("js");

  function value(cell) {
    const raw = cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
    const number = raw === "" ? NaN : Number(raw);
    return Number.isNaN(number) ? raw.toLowerCase() : number;
  }
  function compare(a, b) {
    if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
    return typeof a === "number" ? -1 : 1;
  }
  function sort(table, heading, at) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).map((row, place) => ({ row, place, key: value(row.cells[at]) }));
    // What is not a number (not known, not shown) stays last in a column of numbers.
    rows.sort((a, b) => compare(a.key, b.key) * (down && typeof a.key === typeof b.key ? -1 : 1) || a.place - b.place);
    rows.forEach((entry) => body.appendChild(entry.row));
    say("Sorted by " + heading.textContent.trim() + ", " + (down ? "descending" : "ascending") + ".");
  }
  all("table[data-sort]").forEach((table) => {
    all("thead th:not(.noprint)", table).forEach((heading) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent.trim();
      heading.textContent = "";
      heading.appendChild(button);
      button.addEventListener("click", () => sort(table, heading, heading.cellIndex));
    });
  });

  function cellText(cell) {
    const text = (cell.dataset.t !== undefined ? cell.dataset.t : cell.textContent).trim().replace(/\s+/g, " ");
    const plain = cell.dataset.v !== undefined && cell.dataset.v !== "" ? cell.dataset.v : text;
    const guarded = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(plain) && Number.isNaN(Number(plain)) ? "'" + plain : plain;
    return '"' + guarded.replace(/"/g, '""') + '"';
  }
  all("button[data-csv]").forEach((button) => {
    button.addEventListener("click", () => {
      const table = document.getElementById(button.dataset.csv);
      const lines = all("tr", table).filter((row) => !row.hidden)
        .map((row) => Array.from(row.cells).filter((cell) => !cell.classList.contains("noprint")).map(cellText).join(","));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
      link.download = button.dataset.csv + ".csv";
      document.body.appendChild(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      say("Downloaded " + button.dataset.csv + ".csv.");
    });
  });

  all("[data-filters]").forEach((controls) => {
    const table = document.getElementById(controls.dataset.filters);
    const count = document.getElementById(controls.dataset.filters + "-count");
    const apply = () => {
      const search = all("input[type=search]", controls).map((field) => field.value.trim().toLowerCase()).filter(Boolean);
      const wanted = all("select", controls).filter((field) => field.value)
        .map((field) => [Number(field.dataset.column), field.value]);
      let left = 0;
      Array.from(table.tBodies[0].rows).forEach((row) => {
        const text = row.textContent.toLowerCase();
        const keep = search.every((words) => text.includes(words)) &&
          wanted.every(([at, word]) => row.cells[at].textContent.trim() === word);
        row.hidden = !keep;
        left += keep ? 1 : 0;
      });
      if (count) count.textContent = left + " of " + table.tBodies[0].rows.length + " rows shown.";
    };
    controls.addEventListener("input", apply);
    controls.addEventListener("change", apply);
  });

  // Back from a page of an organisation, one stands again on the link that led to it.
  let clicked = null;
  let opener = null;
  document.addEventListener("click", (event) => { clicked = event.target.closest("a[href^='#']"); });
  function open() {
    const id = decodeURIComponent(location.hash.slice(1));
    all(".later.open").forEach((part) => part.classList.remove("open"));
    const wanted = id && document.getElementById(id);
    const part = wanted && wanted.closest(".later");
    if (!part && opener && (!clicked || id === "organisations")) opener.focus();
    if (!part || clicked) opener = part && !part.contains(clicked) ? clicked : null;
    clicked = null;
    if (part) {
      part.classList.add("open");
      const title = part.querySelector("h2,h3");
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
      part.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", open);
  open();

  const chosen = new Set();
  const button = document.getElementById("compare");
  const limit = 4;
  function mark() {
    if (!button) return;
    button.disabled = chosen.size < 2;
    button.textContent = chosen.size ? "Compare " + chosen.size + " organisations" : "Compare";
  }
  all("input[data-compare]").forEach((box) => {
    box.addEventListener("change", () => {
      if (box.checked && chosen.size >= limit) {
        box.checked = false;
        say("Four organisations can be compared at once.");
        return;
      }
      if (box.checked) chosen.add(box.dataset.compare); else chosen.delete(box.dataset.compare);
      mark();
    });
  });
  if (button) {
    mark();
    button.addEventListener("click", () => {
      const source = document.getElementById("organisations-table");
      const heads = all("thead th", source).map((heading) => heading.textContent.trim());
      const rows = Array.from(chosen).map((code) => document.getElementById("row-" + code));
      const table = document.getElementById("comparison-table");
      table.tHead.textContent = "";
      table.tBodies[0].textContent = "";
      const line = (parent, tag, words, className) => {
        const cell = document.createElement(tag);
        cell.textContent = words;
        if (tag === "th") cell.scope = parent.parentNode.tagName === "THEAD" ? "col" : "row";
        if (className) cell.className = className;
        parent.appendChild(cell);
      };
      const top = table.tHead.insertRow();
      line(top, "th", "Measure");
      rows.forEach((row) => line(top, "th", row.cells[1].textContent.trim(), "n"));
      for (let at = 2; at < heads.length; at += 1) {
        const row = table.tBodies[0].insertRow();
        line(row, "th", heads[at]);
        rows.forEach((from) => line(row, "td", from.cells[at].textContent.trim(), "n"));
      }
      const part = document.getElementById("comparison");
      part.hidden = false;
      part.querySelector("h3").focus();
      say("Comparing " + rows.length + " organisations.");
    });
  }
  // On paper nothing can be opened, so everything that belongs to the report is open.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((part) => { part.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((part) => { part.open = false; }));
})();
