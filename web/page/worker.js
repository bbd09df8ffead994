// One run of the program. A message without a module asks for the compiled program, one with it for a run.

self.onmessage = async ({ data }) => {
  try {
    if (data.packed) {
      const bytes = await unpacked(data.packed);
      self.postMessage({ module: await WebAssembly.compile(bytes) });
      return;
    }
    let told = 0;
    const progress = (line) => {
      if (performance.now() - told < 100) return;
      told = performance.now();
      self.postMessage({ progress: line });
    };
    const result = await runProgram(data.module, { ...data.run, progress });
    self.postMessage({ result });
  } catch (error) {
    self.postMessage({ failure: String(error.message ?? error) });
  }
};
