/* Time that does not pass: pauses are noted and over at once. */

/** Run `act` with timers that fire in the next turn; returns the pauses asked for, in ms. */
export async function withoutWaiting(act) {
  const { setTimeout: real, clearTimeout: stop } = globalThis;
  const pauses = [];
  globalThis.setTimeout = (run, pause) => {
    pauses.push(pause);
    return setImmediate(run);
  };
  globalThis.clearTimeout = clearImmediate;
  try {
    await act();
  } finally {
    Object.assign(globalThis, { setTimeout: real, clearTimeout: stop });
  }
  return pauses;
}
