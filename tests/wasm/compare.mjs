// Compares the JSON of every command, native and as WebAssembly: node compare.mjs REPOSITORY NATIVE WASM
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

const [repository, native, wasm] = process.argv.slice(2);
const examples = ["examples/autumn-2026.csv", "examples/spring-2027.csv"];
const reference = ["tests/reference/trust-autumn.csv", "tests/reference/trust-spring.csv"];
const oracle = "tests/reference/oracle.toml";

const cases = ["score", "reliability", "items", "check"].flatMap((command) => [
  ...examples.map((file) => ({ command, files: [file] })),
  ...reference.map((file) => ({ command, own: oracle, files: [file] })),
]);
cases.push({ command: "compare", files: examples }, { command: "compare", own: oracle, files: reference });

const read = (path) => readFileSync(join(repository, path));
const module = new WebAssembly.Module(readFileSync(wasm));

function request({ command, own, files }) {
  const parts = [command, own ? read(own) : "", ...files.flatMap((file) => [basename(file), read(file)])];
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

// Crates that ask a browser for random numbers import functions of wasm-bindgen. No report calls them.
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = () => {
    throw new Error(`the engine called ${name}`);
  };
}

function inWasm(input) {
  const { memory, make_room, answer_at } = new WebAssembly.Instance(module, imports).exports;
  const at = make_room(input.length);
  new Uint8Array(memory.buffer, at, input.length).set(input);
  const answer = answer_at(at, input.length);
  const length = new DataView(memory.buffer).getUint32(answer, true);
  return Buffer.from(new Uint8Array(memory.buffer, answer + 4, length));
}

// Numbers of a JSON value by their path.
function numbers(value, path = "") {
  if (typeof value === "number") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => numbers(inner, `${path}/${key}`));
}

let different = 0;
for (const one of cases) {
  const input = request(one);
  const expected = execFileSync(native, { input, maxBuffer: 2 ** 30 });
  const found = inWasm(input);
  const name = `${one.command} ${one.files.map((file) => basename(file)).join(" ")}`;
  if (found.equals(expected)) {
    console.log(`${name}: same bytes`);
    continue;
  }
  different += 1;
  const here = new Map(numbers(JSON.parse(found)));
  const wrong = numbers(JSON.parse(expected)).filter(([path, value]) => here.get(path) !== value);
  console.error(`${name}: ${wrong.length} numbers differ`);
  for (const [path, value] of wrong.slice(0, 5)) console.error(`  ${path}: ${value} native, ${here.get(path)} as WebAssembly`);
}
if (different > 0) {
  console.error(`${different} of ${cases.length} reports differ`);
  process.exit(1);
}
console.log(`${cases.length} reports have the same bytes`);
