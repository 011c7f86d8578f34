// Stands in for Excel's objects as xlwings' code in Lite asks for them (js.xlwings.*), and for the
// protection of sheets in Excel.run: cells with formulas and values, names, a selection.

const letters = (column) => (column > 26 ? letters(Math.floor((column - 1) / 26)) : "") + String.fromCharCode(65 + ((column - 1) % 26));
const parts = (text) => {
  const [, a, b] = /([A-Z]+)([0-9]+)/.exec(text.replaceAll("$", ""));
  return [Number(b), [...a].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0)];
};
const box = (address) => {
  const [first, last = first] = address.replaceAll("$", "").split(":");
  return [...parts(first), ...parts(last)];
};

function office(book) {
  const log = [];
  const sheet = (name) => book.sheets.find((one) => one.name === name);
  const cells = (name, address, what) => {
    const [top, left, bottom, right] = box(address);
    const rows = [];
    for (let row = top; row <= bottom; row++) {
      rows.push([]);
      for (let column = left; column <= right; column++) {
        const cell = sheet(name).cells[letters(column) + row] ?? {};
        rows.at(-1).push(what === "formulas" ? (cell.formula ?? cell.value ?? "") : (cell.value ?? null));
      }
    }
    return rows;
  };
  const used = (name) => {
    const places = Object.keys(sheet(name).cells).map(parts);
    if (!places.length) return null;
    const rows = places.map((one) => one[0]), columns = places.map((one) => one[1]);
    return `${letters(Math.min(...columns))}${Math.min(...rows)}:${letters(Math.max(...columns))}${Math.max(...rows)}`;
  };
  const actions = {
    setFormula: (act) => {
      const target = book.sheets[act.sheet_position];
      if (target.protected) throw new Error(`AccessDenied: ${target.name} is protected`);
      act.values.forEach((row, down) => row.forEach((formula, across) => {
        const ref = letters(act.start_column + across + 1) + (act.start_row + down + 1);
        const value = book.computed?.[formula] ?? target.cells[ref]?.value ?? null;
        target.cells[ref] = { formula, value, entered: (target.cells[ref]?.entered ?? 0) + 1 };
      }));
    },
    addSheet: (act) => book.sheets.splice(act.args[0], 0, { name: act.args[1] ?? "Sheet", cells: {} }),
    sheetDelete: (act) => book.sheets.splice(act.sheet_position, 1),
    activateSheet: (act) => { book.active = book.sheets[act.args[0]].name; },
    rangeSelect: (act) => { book.selected = letters(act.start_column + 1) + (act.start_row + 1); },
  };
  const data = () => ({
    version: "0", client: "Office.js",
    book: { name: "return.xlsx", active_sheet_index: 0, selection: "A1" },
    names: Object.entries(book.names ?? {}).map(([name, refers_to]) => ({
      name, refers_to, sheet_index: null, address: null, scope_sheet_name: null, scope_sheet_index: null, book_scope: true })),
    sheets: book.sheets.map((one) => ({
      name: one.name, values: [], visibility: "Visible", pictures: [], shapes: [], charts: [], notes: [], tables: [],
      print_area: null, show_gridlines: true, pivot_tables: [] })),
  });
  globalThis.xlwings = {
    getBookData: async () => data(),
    getSelection: async () => ({ sheetIndex: book.sheets.findIndex((one) => one.name === book.selection[0]), address: book.selection[1] }),
    getRangeData: async (name, address, keys) => Object.fromEntries([...keys].map((key) => [key, cells(name, address, key)])),
    getRangeValues: async (name, address) => cells(name, address, "values"),
    getUsedRangeAddress: async (name) => used(name),
    runActions: async (batch) => {
      for (const act of batch.actions) {
        log.push(act.func);
        if (!actions[act.func]) throw new Error(`the stand-in knows no ${act.func}`);
        actions[act.func](act);
      }
    },
  };
  if (book.worker) delete globalThis.Excel; else globalThis.Excel = {
    run: (work) => work({
      sync: async () => {},
      workbook: { worksheets: { getItem: (name) => ({ protection: {
        load: () => {},
        get protected() { return Boolean(sheet(name).protected); },
        get options() { return sheet(name).options ?? {}; },
        unprotect: () => { if (sheet(name).password) throw new Error("a password is needed"); sheet(name).protected = false; },
        protect: (options) => { Object.assign(sheet(name), { protected: true, options }); },
      } }) } },
    }),
  };
  return { data, log };
}

export async function runCommands(host, book, commands) {
  const made = office(book);
  host.pyodide.globals.set("book_data", host.pyodide.toPy(made.data()));
  host.pyodide.runPython(`
async def run_command(name):
    book = xw.Book(json={**book_data, "version": xw.__version__})
    await custom_scripts_call(main, name, typehint_to_value={xw.Book: book})
    await book.impl.flush()
`);
  const said = {};
  for (const name of commands) {
    host.output.length = 0;
    await host.pyodide.globals.get("run_command")(name);
    said[name] = [...host.output];
  }
  return { said, book, log: made.log };
}
