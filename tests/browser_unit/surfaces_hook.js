/* Resolves an import that leaves its surface, as tsc does with rootDirs. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const SETTINGS = readFileSync(new URL("tsconfig.json", ROOT), "utf-8").replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, "");
const SURFACES = JSON.parse(SETTINGS).compilerOptions.rootDirs.map((folder) => new URL(`${folder}/`, ROOT).href);

export function resolve(specifier, context, next) {
  const home = SURFACES.filter((each) => context.parentURL?.startsWith(each)).at(-1);
  if (home === undefined || !specifier.startsWith(".")) return next(specifier, context);
  const wanted = new URL(specifier, context.parentURL).href;
  const places = SURFACES.map((each) => wanted.replace(home, each));
  return next([wanted, ...places].find((each) => existsSync(fileURLToPath(each))) ?? specifier, context);
}
