/** Lets the event loop have its turn: interrupts, live figures. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    // browsers have no setImmediate
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve);
  });
