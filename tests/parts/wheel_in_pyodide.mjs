// Unpacks a wheel into Pyodide, with no other package there, and prints what a program in it prints.
// Arguments: pyodide's folder, the wheel, the program.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, wheel, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(folder + "/pyodide.mjs"));
const pyodide = await loadPyodide({ indexURL: folder });
pyodide.setStdout({ batched: (line) => process.stdout.write(line + "\n") });
const site = pyodide.runPython("import site; site.getsitepackages()[0]");
pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir: site });
try {
  pyodide.runPython(program);
  process.exit(0);
} catch (error) {
  process.stderr.write(String(error.message) + "\n");
  process.exit(1);
}
