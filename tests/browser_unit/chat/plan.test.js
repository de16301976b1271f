import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../../../bot/web/chat/static/widget/plan.js";

const entry = (id) => ({ id, titel: id, tag: "", zeit: "", raum: "", hinweis: "", erinnerung: null });
const message = (...ids) => ({ sitzungen: ids.map(entry) });
const NODE = { isConnected: true };

test("a session is noted, or taken off where it is noted", async () => {
  const asked = [];
  const transport = {
    note: async (id) => asked.push(`note ${id}`) && message(id),
    unnote: async (id) => asked.push(`unnote ${id}`) && message(),
  };
  const plan = new Plan(transport, () => {});
  await plan.toggle("a");
  const isNoted = plan.has("a");
  await plan.toggle("a");
  assert.deepEqual([asked, isNoted, plan.entries], [["note a", "unnote a"], true, []]);
});

test("what cannot be saved is told, and the plan stays", async () => {
  const told = [];
  const plan = new Plan({ remind: () => Promise.reject(new Error("away")) }, (error) => told.push(error.message));
  plan.take(message("a"));
  assert.equal(await plan.remind("a", 10), null);
  assert.deepEqual([told, plan.entries], [["away"], [entry("a")]]);
});

test("all that show the plan are told, as long as they are on the page", () => {
  const shown = [];
  const plan = new Plan({}, () => {});
  const gone = { isConnected: true };
  plan.watch(() => shown.push("stays"), NODE);
  plan.watch(() => shown.push("gone"), gone);
  gone.isConnected = false;
  plan.take(message("a"));
  assert.deepEqual(shown, ["stays", "gone", "stays"]);
});

test("what is no plan changes nothing", () => {
  const plan = new Plan({}, () => {});
  plan.take(message("a"));
  for (const broken of [null, {}, { sitzungen: [{ id: 1 }] }]) plan.take(broken);
  assert.deepEqual(plan.entries, [entry("a")]);
});
