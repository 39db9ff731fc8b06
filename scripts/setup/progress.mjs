// @ts-check

/**
 * Prints one line a step: its title at once, the seconds when it has ended. In a terminal the
 * seconds count while the step runs.
 * @param {NodeJS.WriteStream} stream
 */
export function progressLines(stream) {
  return {
    /** @param {string} text */
    say(text) {
      stream.write(`${text}\n`);
    },
    /**
     * @param {string} title
     * @param {() => Promise<void>} work
     */
    async step(title, work) {
      const start = performance.now();
      const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
      stream.write(`  ${title} ... `);
      const ticker =
        stream.isTTY && setInterval(() => stream.write(`\r  ${title} ... ${seconds()} s`), 1000);
      let ending = 'failed after ';
      try {
        await work();
        ending = '';
      } finally {
        if (ticker) {
          clearInterval(ticker);
          stream.write(`\r  ${title} ... `);
        }
        stream.write(`${ending}${seconds()} s\n`);
      }
    },
  };
}

/** @typedef {ReturnType<typeof progressLines>} Progress */
