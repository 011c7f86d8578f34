// Opens a report in headless Chromium without a network, works it by keyboard alone, and prints
// what was seen as JSON.  Arguments: the page, the PDF to print to.
"use strict";
const fs = require("fs");
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [page_path, pdf] = process.argv.slice(2);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(page, what) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await page.evaluate(what)) return true;
    await pause(100);
  }
  return false;
}

// Presses Tab until the focus is on what the selector means; a keyboard user has no other way.
async function tabTo(page, selector) {
  for (let presses = 0; presses < 2000; presses += 1) {
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return presses;
    await page.keyboard.press("Tab");
  }
  throw new Error("never reached " + selector);
}

(async () => {
  const browser = await puppeteer.launch({
    executablePath: process.env.VSM_CHROMIUM || "/usr/bin/chromium",
    protocolTimeout: 600000,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(300000);
  const seen = { console: [], requests: [] };
  page.on("console", (message) => seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("request", (request) => seen.requests.push(request.url()));
  await page.setBypassCSP(false);
  await page.setOfflineMode(true);
  await page.setViewport({ width: 1200, height: 900 });
  await page.goto("file://" + page_path);
  seen.charts = await page.$$eval("figure svg", (all) => all.filter((one) => one.getBoundingClientRect().height > 40).length);

  const rows = () => page.$$eval("#organisations-table tbody tr", (all) => all.filter((row) => !row.hidden).map((row) => row.cells[1].textContent.trim()));
  seen.organisations = await rows();
  await tabTo(page, "#organisation-search");
  await page.keyboard.type(seen.organisations[0].slice(0, 12));
  seen.searched = await rows();
  for (let n = 0; n < 12; n += 1) await page.keyboard.press("Backspace");
  seen.cleared = await rows();
  await tabTo(page, "#organisation-segment");
  await page.keyboard.press("ArrowDown");
  seen.filtered = await rows();
  await page.keyboard.press("ArrowUp");
  await tabTo(page, "#organisations-table thead th:nth-child(6) button");
  await page.keyboard.press("Enter");
  seen.sorted = await page.$$eval("#organisations-table tbody tr", (all) => all.map((row) => Number(row.cells[5].dataset.v)));
  await page.keyboard.press("Enter");
  seen.sortedDown = await page.$$eval("#organisations-table tbody tr", (all) => all.map((row) => Number(row.cells[5].dataset.v)));
  await tabTo(page, "#organisations-table tbody tr:nth-child(1) input");
  await page.keyboard.press("Space");
  await tabTo(page, "#organisations-table tbody tr:nth-child(2) input");
  await page.keyboard.press("Space");
  await page.evaluate(() => document.getElementById("organisation-search").focus());
  await tabTo(page, "#compare");
  await page.keyboard.press("Enter");
  seen.compared = await page.$$eval("#comparison-table thead th", (all) => all.length);
  await page.evaluate(() => document.getElementById("organisation-search").focus());
  await tabTo(page, "#organisations-table tbody tr:nth-child(1) a");
  await page.keyboard.press("Enter");
  seen.opened = await until(page, () => document.querySelectorAll(".later.open").length === 1);
  await page.goBack();
  seen.back = await until(page, () => document.activeElement.matches("#organisations-table tbody tr:nth-child(1) a"));
  await page.evaluate(() => document.querySelector("button.act[data-csv]").focus());
  seen.focused = await page.$eval("button.act[data-csv]", (one) => getComputedStyle(one).backgroundColor);
  seen.downloads = await page.$$eval("button[data-csv]", (all) => all.length);

  await page.goto("about:blank");
  const judged = await browser.newPage();
  await judged.setBypassCSP(true);
  seen.violations = [];
  seen.widths = [];
  for (const width of [375, 1200]) {
    await judged.setViewport({ width, height: 900 });
    await judged.goto("file://" + page_path);
    seen.widths.push(await judged.evaluate(() => document.documentElement.scrollWidth));
    await judged.evaluate(axe);
    const found = await judged.evaluate(() => window.axe.run(document));
    seen.violations.push(...found.violations
      .filter((one) => ["serious", "critical"].includes(one.impact))
      .map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")));
  }
  await judged.pdf({ path: pdf, format: "A4" });
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
})().catch((error) => { process.stderr.write(String(error && error.stack)); process.exit(1); });
