// Bundles page.html, src/ and the libraries into one HTML file that needs no network, as a C array.
// usage: node build.mjs MODULES OUT    MODULES: the folder that holds node_modules; OUT: the .c file to write
import { mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [modules, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node build.mjs MODULES OUT");
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const packages = join(realpathSync(modules), "node_modules");
const esbuild = createRequire(join(packages, "anything.js"))("esbuild");

const bundled = await esbuild.build({
  entryPoints: [join(here, "src/main.js")],
  nodePaths: [packages],
  bundle: true,
  write: false,
  format: "iife",
  target: "es2020",
  minify: true,
  legalComments: "none", // the licences stand in the page, whole
  metafile: true,
  logLevel: "warning",
});

// Every library whose code went into the bundle brings its licence with it.
function licences() {
  const names = new Set();
  for (const input of Object.keys(bundled.metafile.inputs)) {
    const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
    if (found) names.add(found[1]);
  }
  return [...names].sort().map((name) => {
    const folder = join(packages, name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name}: no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
  });
}

const escapeHtml = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const style = await esbuild.transform(readFileSync(join(here, "src/page.css"), "utf8"), { loader: "css", minify: true });
const parts = {
  STYLE: style.code,
  SCRIPT: bundled.outputFiles[0].text.replace(/<\/script/gi, "<\\/script"),
  LICENCES: escapeHtml(licences().join("\n\n\n")),
};
const page = readFileSync(join(here, "src/page.html"), "utf8").replace(/@(STYLE|SCRIPT|LICENCES)@/g, (_, part) => parts[part]);
mkdirSync(dirname(out), { recursive: true });
// The program puts the language, the title and the data between the pieces.
const pieces = page.split(/@(?:LANG|TITLE|DATA)@/).map((text) => Buffer.from(text));
if (pieces.length !== 4) throw new Error(`the page has ${pieces.length - 1} places to fill, not 3`);
const rows = (bytes) => Array.from({ length: Math.ceil(bytes.length / 32) }, (_, i) => [...bytes.subarray(32 * i, 32 * (i + 1))].join(","));
writeFileSync(
  out,
  `/* Made by web/build.mjs. */
#include "src/report/page_template.h"

${pieces.map((bytes, i) => `static const unsigned char piece_${i}[] = {\n${rows(bytes).join(",\n")}};`).join("\n")}

const rel_page_piece rel_page_template[REL_PAGE_PIECES] = {
${pieces.map((_, i) => `    {piece_${i}, sizeof piece_${i}},`).join("\n")}
};
`,
);
