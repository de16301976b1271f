import assert from "node:assert/strict";
import test from "node:test";
import { ChatError, HttpTransport } from "../../../bot/web/chat/static/widget/transport.js";
import { Memory } from "../memory.js";

const OPENED = { sitzung: "neu", verlauf: [], demo_uhr: false, loeschfrist_tage: 7, bewertungen: {}, lageplan: false };

/** A transport whose server answers once with this; `asked` gets what it was asked. */
function server(status, content, token = "alt") {
  const asked = [];
  globalThis.fetch = async (url, options) => {
    asked.push([options.method, url.href, options.headers.Authorization, options.body]);
    return new Response(status === 204 ? null : JSON.stringify(content), { status });
  };
  const store = new Memory({}, token);
  return { asked, store, transport: new HttpTransport(new URL("https://messe.example/unten/"), store) };
}

const failure = (promise) =>
  promise.then(
    () => null,
    (error) => ({
      is: error instanceof ChatError,
      words: `${error.message} ${error.remedy}`,
      retry: error.retry,
      lost: error.sessionLost,
    }),
  );

test("a session is opened without the old token, and its own is kept", async () => {
  const { transport, asked, store } = server(200, OPENED);
  assert.deepEqual(await transport.open(), OPENED);
  assert.deepEqual(
    [asked, store.get()],
    [[["POST", "https://messe.example/unten/chat/sitzung", undefined, undefined]], "neu"],
  );
});

test("a message goes with the token and comes back as answers", async () => {
  const { transport, asked } = server(200, { antworten: [] });
  assert.deepEqual(await transport.send({ id: "1", text: "Hallo" }), []);
  assert.deepEqual(asked, [
    ["POST", "https://messe.example/unten/chat/nachricht", "Bearer alt", '{"id":"1","text":"Hallo"}'],
  ]);
});

test("what the plan is asked about is escaped", async () => {
  const { transport, asked } = server(200, { sitzungen: [] });
  await transport.note("a/b c");
  assert.equal(asked[0][1], "https://messe.example/unten/chat/plan/a%2Fb%20c");
});

for (const [status, retry, lost] of [
  [400, false, false],
  [401, false, true],
  [429, true, false],
  [500, true, false],
  [503, true, false],
]) {
  test(`status ${status} says what the server says; retry: ${retry}`, async () => {
    const { transport } = server(status, { fehler: "Zu viel.", abhilfe: "Warten." });
    assert.deepEqual(await failure(transport.plan()), { is: true, words: "Zu viel. Warten.", retry, lost });
  });
}

test("an error page of a proxy has words of its own", async () => {
  const { transport } = server(502, "<html>");
  const { words, retry } = await failure(transport.data());
  assert.deepEqual(
    [words, retry],
    ["Der Dienst antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal.", true],
  );
});

test("an answer of another shape is not shown and not asked for again", async () => {
  const { transport } = server(200, { antworten: [{ text: "halb" }] });
  const { words, retry } = await failure(transport.send({ id: "1", text: "x" }));
  assert.deepEqual([words, retry], ["Die Antwort war nicht lesbar. Bitte laden Sie die Seite neu.", false]);
});

test("no connection may be tried again", async () => {
  const { transport } = server(200, {});
  globalThis.fetch = () => Promise.reject(new TypeError("away"));
  const { words, retry } = await failure(transport.history());
  assert.deepEqual([words.startsWith("Es besteht gerade keine Verbindung."), retry], [true, true]);
});

test("nothing is expected after a deletion", async () => {
  assert.equal(await server(204).transport.clear(), undefined);
});
