// node in_node.mjs GIVEN ANSWERS: reads a JSON file, writes another.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { answered, described, start } from "./host.mjs";
import { runCommands } from "./office.mjs";

const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { loadPyodide } = await import(pathToFileURL(`${given.pyodide}/pyodide.mjs`));
const host = await start(loadPyodide, { indexURL: given.pyodide }, readFileSync(given.wheel), given.code);
const said = { times: host.times };
if (given.requests) Object.assign(said, await answered(host, given.requests), described(host));
if (given.commands) said.commands = await runCommands(host, given.book, given.commands);
writeFileSync(process.argv[3], JSON.stringify(said));
process.exit(0);
