// Runs of the program in a worker, one after the other. A run that is cancelled ends at once, with its worker.

class Cancelled extends Error {}

class Program {
  #address = URL.createObjectURL(new Blob([document.getElementById("worker").textContent], { type: "text/javascript" }));
  #compiled = null;
  #end = null;

  /** Asks a new worker for one thing; `told` is called with progress. */
  #ask(message, told = () => {}) {
    const worker = new Worker(this.#address);
    return new Promise((resolve, reject) => {
      this.#end = () => reject(new Cancelled());
      worker.onerror = (event) => reject(new Error(event.message || "the program could not be started"));
      worker.onmessage = ({ data }) => {
        if (data.progress !== undefined) told(data.progress);
        else if (data.failure !== undefined) reject(new Error(data.failure));
        else resolve(data);
      };
      worker.postMessage(message);
    }).finally(() => {
      this.#end = null;
      worker.terminate();
    });
  }

  /** The compiled program. It is unpacked once. */
  compiled() {
    this.#compiled ??= this.#ask({ packed: document.getElementById("program").textContent }).then(({ module }) => module);
    return this.#compiled;
  }

  /** Runs the program with its arguments and files by path: { code, stdout, stderr, files }. */
  async run(line, paths, told) {
    const module = await this.compiled();
    const run = { args: ["cte", ...line], files: paths };
    return (await this.#ask({ module, run }, told)).result;
  }

  cancel() {
    this.#end?.();
  }
}
