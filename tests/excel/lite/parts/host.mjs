// Stands in for xlwings Lite: Pyodide, the real xlwings wheel, and the code of a workbook.
// Runs under Node and in a browser alike; what it is given comes from the test.

export async function start(loadPyodide, options, wheel, code) {
  const began = performance.now();
  const pyodide = await loadPyodide(options);
  const loaded = performance.now();
  const output = [];
  pyodide.setStdout({ batched: (line) => output.push(line) });
  // The key opens the parts of xlwings that Lite itself runs; it is free for tests like these.
  pyodide.runPython(`
import os
os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
os.environ["XLWINGS_ON_SERVER"] = "true"
`);
  pyodide.unpackArchive(new Uint8Array(wheel), "wheel", { extractDir: pyodide.runPython("import site; site.getsitepackages()[0]") });
  pyodide.globals.set("code", code);
  pyodide.runPython(`
import sys, types
main = types.ModuleType("main")
sys.modules["main"] = main
exec(compile(code, "main.py", "exec"), main.__dict__)
from xlwings.server import custom_functions_call, custom_functions_meta, custom_scripts_call, custom_scripts_meta
import json, xlwings as xw
async def called(name, args):
    data = {
        "func_name": name, "args": args, "version": xw.__version__, "client": "Office.js",
        "runtime": "1.4", "caller_address": "S!A1", "date_format": "dd/mm/yyyy", "culture_info_name": "en-GB",
    }
    try:
        return await custom_functions_call(data, main)
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
async def all_called(requests):
    return json.dumps([await called(name, args) for name, args in requests])
`);
  const ready = performance.now();
  return { pyodide, output, times: { pyodide: loaded - began, code: ready - loaded } };
}

export async function answered(host, requests) {
  const began = performance.now();
  const call = host.pyodide.globals.get("all_called");
  // As Lite hands them over: JavaScript's arrays, null where a cell is empty.
  const answers = JSON.parse(await call(host.pyodide.toPy(requests)));
  return { answers, milliseconds: performance.now() - began };
}

export function described(host) {
  return JSON.parse(host.pyodide.runPython(
    "json.dumps({'functions': custom_functions_meta(main), 'scripts': custom_scripts_meta(main), 'modules': sorted(m for m in sys.modules if m.startswith('numpy') or m == 'pydantic')}, default=str)"
  ));
}
