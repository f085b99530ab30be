// Runs one notebook in jupyter-notebook's own page: opens it, runs all cells, waits, saves. Arguments: Chromium, the notebook's address.
import puppeteer from "puppeteer-core";

const [chromium, address] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"], protocolTimeout: 900_000 });
const page = await browser.newPage();
await page.goto(address, { waitUntil: "load" });
await page.waitForFunction(() => window.Jupyter?.notebook?.kernel?.is_connected(), { timeout: 120_000 });
await page.evaluate(() => Jupyter.notebook.execute_all_cells());
await page.waitForFunction(() => Jupyter.notebook.get_cells().every(cell =>
  cell.cell_type !== "code" || cell.get_text().trim() === "" || Number.isInteger(cell.input_prompt_number)), { timeout: 900_000, polling: 500 });
// The reply to a cell may overtake its last output.
await new Promise(done => setTimeout(done, 1000));
await page.evaluate(() => Jupyter.notebook.save_notebook(false));
const name = await page.evaluate(() => Jupyter.notebook.kernel.name);
await page.evaluate(() => new Promise(done => Jupyter.notebook.session.delete(done, done)));
await browser.close();
console.log(name);
