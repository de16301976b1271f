import assert from "node:assert/strict";
import test from "node:test";
import { Conversation } from "../../../bot/web/chat/static/widget/conversation.js";
import { Outbox } from "../../../bot/web/chat/static/widget/outbox.js";
import { Memory } from "../memory.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const lost = Object.assign(new Error("lost"), { sessionLost: true });
const bubble = (text) => ({ id: `b-${text}`, rolle: "bot", text });
const OPENED = { verlauf: [] };

/** A conversation over a server that answers with `send`; `seen` gets what happens, in order. */
function conversation({ send, history = async () => OPENED, store = new Memory(), language = "" }) {
  const seen = [];
  const transport = {
    hasSession: true,
    open: async () => {
      seen.push("open");
      return OPENED;
    },
    history,
    send: (message) => {
      seen.push(`send ${message.text ?? message.knopf}`);
      return send(message);
    },
    clear: async () => seen.push("clear"),
    forget: () => seen.push("forget"),
  };
  const log = {
    showHistory: () => seen.push("history"),
    clear: () => seen.push("empty"),
    addQuestion: (_, text) => seen.push(`asked ${text}`),
    markSent: () => seen.push("sent"),
    addAnswers: (answers) => answers.length > 0 && seen.push(`answers ${answers.map(({ text }) => text)}`),
    addError: (error) => seen.push(`error ${error.message}`),
    whileTyping: (promise) => promise,
  };
  const outbox = new Outbox(store);
  const parts = {
    transport,
    log,
    outbox,
    retrier: { run: (task) => task() },
    onSession: () => {},
    language: () => language,
  };
  return { seen, outbox, chat: new Conversation(parts) };
}

test("a message opens the chat, is sent and answered", async () => {
  const { chat, seen, outbox } = conversation({ send: async () => [bubble("ja")] });
  chat.sendText("Hallo");
  await settled();
  assert.deepEqual(seen, ["asked Hallo", "history", "asked Hallo", "send Hallo", "answers ja", "sent"]);
  assert.deepEqual(outbox.entries, []);
});

test("a message carries the language that is wanted, and the same id when it is sent again", async () => {
  const sent = [];
  const send = async (message) => {
    sent.push(message);
    if (sent.length === 1) throw lost;
    return [];
  };
  const { chat, seen } = conversation({ send, language: "leicht" });
  await chat.start();
  chat.sendButton({ payload: "/plan", titel: "Plan" });
  await settled();
  assert.deepEqual([sent[0], sent[0].sprache, sent[0].knopf], [sent[1], "leicht", "/plan"]);
  assert.deepEqual(seen.slice(1), ["asked Plan", "send /plan", "open", "send /plan", "sent"]);
});

test("what waited before a reload is sent, unless the server has answered it", async () => {
  const store = new Memory();
  const before = new Outbox(store);
  for (const id of ["a", "b"]) before.add({ id, text: id, gezeigt: id });
  const history = async () => ({ verlauf: [{ id: "a" }] });
  const { chat, seen } = conversation({ send: async () => [], history, store });
  await chat.start();
  assert.deepEqual(seen, ["history", "asked b", "send b", "sent"]);
});

test("a refused message is told and not kept", async () => {
  const { chat, seen, outbox } = conversation({ send: () => Promise.reject(new Error("zu lang")) });
  await chat.start();
  chat.sendText("x");
  await settled();
  assert.deepEqual([seen.slice(-2), outbox.entries], [["error zu lang", "sent"], []]);
});

test("a bubble that comes by itself waits for the answer, and is shown once", async () => {
  let answer;
  const { chat, seen } = conversation({ send: () => new Promise((resolve) => (answer = resolve)) });
  await chat.start();
  chat.sendText("x");
  await settled();
  chat.receive(bubble("Erinnerung"));
  assert.equal(seen.at(-1), "send x");
  answer([bubble("ja")]);
  await settled();
  assert.deepEqual(seen.slice(-3), ["answers ja", "sent", "answers Erinnerung"]);
});

test("while one waits, the next may already be answered", async () => {
  const answers = { "Wo ist B3?": () => new Promise(() => {}), "Hilfe, 112!": async () => [bubble("Notruf")] };
  const { chat, seen, outbox } = conversation({ send: ({ text }) => answers[text]() });
  await chat.start();
  chat.sendText("Wo ist B3?");
  chat.sendText("Hilfe, 112!");
  await settled();
  assert.deepEqual(seen.slice(-2), ["answers Notruf", "sent"]);
  assert.deepEqual(
    outbox.entries.map(({ text }) => text),
    ["Wo ist B3?"],
  );
});

test("deleting forgets here and there, and begins anew", async () => {
  const store = new Memory();
  const { chat, seen } = conversation({ send: async () => [], store });
  await chat.start();
  store.set(JSON.stringify([{ id: "a", gezeigt: "a" }]));
  await chat.delete();
  await settled();
  assert.deepEqual([seen.slice(1), store.get()], [["clear", "forget", "empty", "history"], null]);
});
