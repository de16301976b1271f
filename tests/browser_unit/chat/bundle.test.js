import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

const ROOT = new URL("../../../", import.meta.url);

test("the committed bundle is what its sources give; else run: npm run build", () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const made = join(folder, "widget.js");
  execFileSync("npm", ["run", "-s", "build", "--", `--outfile=${made}`], { cwd: ROOT });
  const committed = readFileSync(new URL("bot/web/chat/static/widget.js", ROOT), "utf-8");
  assert.ok(readFileSync(made, "utf-8") === committed, "bot/web/chat/static/widget.js is out of date: npm run build");
  rmSync(folder, { recursive: true });
});
