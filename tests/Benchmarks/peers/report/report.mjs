// Every page of a report, as a reader meets it. Prints a line a page and what is wrong with it; exit code 1 where anything is.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, report, pictures] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--allow-file-access-from-files"] });
let wrong = 0;

async function open(name, { scripts = true, dark = false, width = 1280 } = {}) {
  const page = await browser.newPage();
  const faults = [];
  page.on("console", message => { if (message.type() === "error") faults.push(`console: ${message.text()}`); });
  page.on("pageerror", error => faults.push(`script: ${error.message}`));
  page.on("request", request => { if (!/^(file|data|blob|about):/.test(request.url())) faults.push(`network: ${request.url()}`); });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.goto(`file://${join(report, name)}`, { waitUntil: "load" });
  return { page, faults };
}

// Runs in the page; also where the page's own scripts are off.
const look = () => {
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\)$|transparent/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = element => {
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(background(element))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const pictures = [...document.querySelectorAll("figure.plot img")];
  const texts = [...document.querySelectorAll("main p, main li, main td, main th, main h1, main h2, main pre, footer dd")].filter(element => element.textContent.trim() && element.offsetWidth > 0);
  return {
    figures: document.querySelectorAll("figure.plot").length,
    shown: pictures.filter(picture => picture.complete && picture.naturalWidth > 0 && picture.getBoundingClientRect().width >= 100).length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    dark: luminance(background(document.body)) < 0.2,
    faint: texts.filter(element => contrast(element) < 4.5).slice(0, 3).map(element => `${element.tagName} "${element.textContent.trim().slice(0, 40)}" ${contrast(element).toFixed(1)}`),
    contents: document.querySelectorAll("nav.contents a").length,
    headings: document.querySelectorAll("main h2, main h3").length,
  };
};

async function enlargeAndCopy(page, expect) {
  const faults = [];
  const found = await page.evaluate(async () => {
    const figure = document.querySelector("figure.plot");
    if (!figure) return null;
    const button = label => [...figure.querySelectorAll(".tools button")].find(made => made.textContent === label);
    button("Enlarge").click();
    const dialog = document.querySelector("dialog[open]");
    const large = dialog?.querySelector("img")?.getBoundingClientRect().width ?? 0;
    dialog?.click();
    let copied = null;
    navigator.clipboard.writeText = async text => { copied = text; };
    button("Copy data")?.click();
    await new Promise(done => setTimeout(done, 50));
    return { large, closed: !document.querySelector("dialog[open]"), copied, figures: document.querySelectorAll("figure.plot").length };
  });
  if (found === null) return faults;
  if (!(found.large >= 300)) faults.push(`enlarged figure is ${found.large} wide`);
  if (!found.closed) faults.push("the enlarged figure does not close");
  if (found.copied !== null && !(found.copied.includes("\t") && found.copied.split("\n").length > 1)) faults.push(`copied data: ${JSON.stringify(found.copied.slice(0, 60))}`);
  if (found.figures !== expect) faults.push(`${found.figures} figures after enlarging, ${expect} before`);
  return faults;
}

for (const name of readdirSync(report).filter(file => file.endsWith(".html")).sort()) {
  const faults = [];
  const picture = (kind) => join(pictures, `${name.replace(".html", "")}-${kind}.png`);
  const note = (kind, found) => faults.push(...found.map(fault => `${kind}: ${fault}`));

  const still = await open(name, { scripts: false });
  const plain = await still.page.evaluate(look);
  note("without scripts", still.faults);
  if (plain.shown !== plain.figures) note("without scripts", [`${plain.shown} of ${plain.figures} pictures shown`]);
  await still.page.close();

  for (const [kind, options] of [["light", {}], ["dark", { dark: true }], ["narrow", { width: 390 }]]) {
    const { page, faults: own } = await open(name, options);
    const seen = await page.evaluate(look);
    if (seen.overflow > 1) own.push(`${seen.overflow} pixels wider than the window`);
    if (seen.dark !== (kind === "dark")) own.push(`the background is ${seen.dark ? "dark" : "light"}`);
    if (seen.faint.length > 0) own.push(`faint text: ${seen.faint.join("; ")}`);
    if (name !== "index.html" && (seen.contents === 0 || seen.headings === 0)) own.push("no contents");
    await page.screenshot({ path: picture(kind), clip: { x: 0, y: 0, width: options.width ?? 1280, height: 2400 }, captureBeyondViewport: true });
    if (kind === "light") own.push(...await enlargeAndCopy(page, plain.figures));
    note(kind, own);
    await page.close();
  }

  const print = await open(name);
  await print.page.emulateMediaType("print");
  const printed = await print.page.evaluate(() => {
    const visible = selector => [...document.querySelectorAll(selector)].filter(element => element.offsetWidth > 0 && getComputedStyle(element).visibility !== "hidden").length;
    return { contents: visible("nav.contents"), buttons: visible("button"), main: visible("main") };
  });
  if (printed.contents + printed.buttons > 0) note("print", [`${printed.contents} contents and ${printed.buttons} buttons are printed`]);
  if (printed.main !== 1 && name !== "index.html") note("print", ["the text is not printed"]);
  const pdf = await print.page.pdf({ path: picture("print").replace(".png", ".pdf"), format: "A4" });
  if (pdf.length < 10_000) note("print", [`a PDF of ${pdf.length} bytes`]);
  note("print", print.faults);
  await print.page.close();

  wrong += faults.length;
  console.log(`${name}: ${plain.figures} figures, ${faults.length === 0 ? "as it should be" : "\n  " + faults.join("\n  ")}`);
}
await browser.close();
console.log(`report pages with faults: ${wrong}`);
process.exit(wrong > 0 ? 1 : 0);
