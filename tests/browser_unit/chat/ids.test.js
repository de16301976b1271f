import assert from "node:assert/strict";
import test from "node:test";
import { newId } from "../../../bot/web/chat/static/widget/ids.js";

test("ids are random UUIDs of version 4", () => {
  const ids = Array.from({ length: 50 }, newId);
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.deepEqual(
    ids.filter((id) => !pattern.test(id)),
    [],
  );
  assert.equal(new Set(ids).size, 50);
});
