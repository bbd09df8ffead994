// The system calls of a WASI program, over files in memory. Nothing outside the page can be reached through them.
//
// The names and numbers are those of "wasi_snapshot_preview1". A file is { bytes, size, time }, a folder { folder: true, time }.
// Paths are kept without a leading slash; the root is "".

"use strict";

const SUCCESS = 0;
const BAD_FILE = 8;
const EXISTS = 20;
const INVALID = 28;
const IS_FOLDER = 31;
const NO_ENTRY = 44;
const NOT_FOLDER = 54;
const NOT_EMPTY = 55;
const NOT_SUPPORTED = 58;

const TYPE = { device: 2, folder: 3, file: 4 };
const OPEN = { create: 1, folder: 2, exclusive: 4, truncate: 8 };
const APPEND = 1;
const ROOT = 3;
const PROGRESS = "dev/progress";

/** The program has ended. */
class Exit extends Error {
  constructor(code) {
    super(`the program ended with ${code}`);
    this.code = code;
  }
}

/** Bytes that grow. */
function append(file, at, bytes) {
  const end = at + bytes.length;
  if (end > file.bytes.length) {
    const larger = new Uint8Array(Math.max(end, 2 * file.bytes.length, 1024));
    larger.set(file.bytes.subarray(0, file.size));
    file.bytes = larger;
  }
  file.bytes.set(bytes, at);
  file.size = Math.max(file.size, end);
}

const parentOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/**
 * Runs a compiled program once.
 *
 * `files` maps paths to bytes. `progress` is called with each line that the program writes to /dev/progress.
 * The answer has the exit code, standard output as bytes, standard error as text, and all files after the run.
 */
async function runProgram(module, { args, files, progress = () => {} }) {
  const text = { encode: (value) => new TextEncoder().encode(value), decode: (bytes) => new TextDecoder().decode(bytes) };
  const started = BigInt(Date.now()) * 1000000n;
  const file = (bytes) => ({ bytes, size: bytes.length, time: started });
  const folder = () => ({ folder: true, time: started });
  const nodes = new Map([["", folder()], ["dev", folder()]]);
  for (const [path, bytes] of files) {
    for (let above = parentOf(path); above !== ""; above = parentOf(above)) nodes.set(above, folder());
    nodes.set(path, file(bytes));
  }
  const streams = [file(new Uint8Array()), file(new Uint8Array()), file(new Uint8Array())];
  const open = new Map(streams.map((node, place) => [place, { node, at: 0, path: null }]));
  open.set(ROOT, { node: nodes.get(""), at: 0, path: "" });
  let next = ROOT + 1;

  let memory;
  const view = () => new DataView(memory.buffer);
  const slice = (at, length) => new Uint8Array(memory.buffer, at, length);
  const put32 = (at, value) => view().setUint32(at, value, true);
  const put64 = (at, value) => view().setBigUint64(at, BigInt(value), true);

  const pathAt = (fd, at, length) => {
    const base = open.get(fd);
    if (!base) return null;
    return plain(`${base.path}/${text.decode(slice(at, length).slice())}`);
  };
  const typeOf = (node) => (node.folder ? TYPE.folder : TYPE.file);
  const status = (at, node) => {
    slice(at, 64).fill(0);
    let inode = 1n;
    for (const other of nodes.values()) {
      if (other === node) break;
      inode += 1n;
    }
    put64(at + 8, inode);
    view().setUint8(at + 16, typeOf(node));
    put64(at + 24, 1);
    put64(at + 32, node.size ?? 0);
    for (const place of [40, 48, 56]) put64(at + place, node.time);
  };
  const within = (path) => [...nodes.keys()].filter((other) => other !== "" && parentOf(other) === path).sort();
  const buffers = (at, count) =>
    Array.from({ length: count }, (_, place) => {
      const [start, length] = [view().getUint32(at + 8 * place, true), view().getUint32(at + 8 * place + 4, true)];
      return slice(start, length);
    });
  const list = (values) => ({
    sizes: (count, size) => {
      put32(count, values.length);
      put32(size, values.reduce((sum, value) => sum + value.length + 1, 0));
      return SUCCESS;
    },
    get: (pointers, at) => {
      values.forEach((value, place) => {
        put32(pointers + 4 * place, at);
        slice(at, value.length).set(value);
        view().setUint8(at + value.length, 0);
        at += value.length + 1;
      });
      return SUCCESS;
    },
  });
  const argumentList = list(args.map(text.encode));
  const environment = list([]);

  const read = (fd, at, count, total, place) => {
    const from = open.get(fd);
    if (!from) return BAD_FILE;
    if (from.node.folder) return IS_FOLDER;
    let position = place ?? from.at;
    let done = 0;
    for (const buffer of buffers(at, count)) {
      const bytes = from.node.bytes.subarray(Math.min(position, from.node.size), Math.min(position + buffer.length, from.node.size));
      buffer.set(bytes);
      position += bytes.length;
      done += bytes.length;
      if (bytes.length < buffer.length) break;
    }
    if (place === undefined) from.at = position;
    put32(total, done);
    return SUCCESS;
  };

  const calls = {
    args_sizes_get: argumentList.sizes,
    args_get: argumentList.get,
    environ_sizes_get: environment.sizes,
    environ_get: environment.get,
    clock_time_get: (clock, _, at) => {
      put64(at, clock === 0 ? BigInt(Date.now()) * 1000000n : BigInt(Math.round(performance.now() * 1e6)));
      return SUCCESS;
    },
    random_get: (at, length) => {
      for (let done = 0; done < length; done += 65536) {
        const some = new Uint8Array(Math.min(65536, length - done));
        crypto.getRandomValues(some);
        slice(at + done, some.length).set(some);
      }
      return SUCCESS;
    },
    proc_exit: (code) => {
      throw new Exit(code);
    },
    sched_yield: () => SUCCESS,
    fd_prestat_get: (fd, at) => {
      if (fd !== ROOT) return BAD_FILE;
      put32(at, 0);
      put32(at + 4, 1);
      return SUCCESS;
    },
    fd_prestat_dir_name: (_, at) => {
      slice(at, 1)[0] = 47;
      return SUCCESS;
    },
    fd_fdstat_get: (fd, at) => {
      const found = open.get(fd);
      if (!found) return BAD_FILE;
      slice(at, 24).fill(0);
      view().setUint8(at, typeOf(found.node));
      put64(at + 8, 0x1fffffffn);
      put64(at + 16, 0x1fffffffn);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_filestat_get: (fd, at) => {
      const found = open.get(fd);
      if (!found) return BAD_FILE;
      status(at, found.node);
      return SUCCESS;
    },
    fd_filestat_set_size: (fd, size) => {
      const found = open.get(fd);
      if (!found || found.node.folder) return BAD_FILE;
      const [before, wanted] = [found.node.size, Number(size)];
      if (wanted > before) append(found.node, before, new Uint8Array(wanted - before));
      found.node.size = wanted;
      return SUCCESS;
    },
    fd_filestat_set_times: () => SUCCESS,
    path_filestat_set_times: () => SUCCESS,
    fd_sync: () => SUCCESS,
    fd_datasync: () => SUCCESS,
    fd_advise: () => SUCCESS,
    fd_close: (fd) => (open.delete(fd) ? SUCCESS : BAD_FILE),
    fd_read: (fd, at, count, total) => read(fd, at, count, total),
    fd_pread: (fd, at, count, offset, total) => read(fd, at, count, total, Number(offset)),
    fd_write: (fd, at, count, total) => {
      const to = open.get(fd);
      if (!to) return BAD_FILE;
      if (to.node.folder) return IS_FOLDER;
      let done = 0;
      for (const buffer of buffers(at, count)) {
        if (to.path === PROGRESS) progress(text.decode(buffer.slice()));
        else append(to.node, to.appends ? to.node.size : to.at, buffer);
        to.at += buffer.length;
        done += buffer.length;
      }
      put32(total, done);
      return SUCCESS;
    },
    fd_seek: (fd, offset, whence, at) => {
      const found = open.get(fd);
      if (!found || found.node.folder) return BAD_FILE;
      const from = [0, found.at, found.node.size][whence];
      const position = from + Number(offset);
      if (from === undefined || position < 0) return INVALID;
      found.at = position;
      put64(at, position);
      return SUCCESS;
    },
    fd_tell: (fd, at) => {
      const found = open.get(fd);
      if (!found) return BAD_FILE;
      put64(at, found.at);
      return SUCCESS;
    },
    fd_readdir: (fd, at, length, cookie, used) => {
      const found = open.get(fd);
      if (!found?.node.folder) return NOT_FOLDER;
      const entries = within(found.path);
      let done = 0;
      for (let place = Number(cookie); place < entries.length && done < length; place += 1) {
        const name = text.encode(entries[place].slice(found.path === "" ? 0 : found.path.length + 1));
        const entry = new Uint8Array(24 + name.length);
        const fields = new DataView(entry.buffer);
        fields.setBigUint64(0, BigInt(place + 1), true);
        fields.setBigUint64(8, BigInt(place + 1), true);
        fields.setUint32(16, name.length, true);
        fields.setUint8(20, typeOf(nodes.get(entries[place])));
        entry.set(name, 24);
        const some = entry.subarray(0, length - done);
        slice(at + done, some.length).set(some);
        done += some.length;
      }
      put32(used, done);
      return SUCCESS;
    },
    path_open: (fd, _, at, length, how, rights, __, flags, answer) => {
      const path = pathAt(fd, at, length);
      if (path === null) return BAD_FILE;
      let node = path === PROGRESS ? file(new Uint8Array()) : nodes.get(path);
      if (node && how & OPEN.create && how & OPEN.exclusive) return EXISTS;
      if (!node && !(how & OPEN.create)) return NO_ENTRY;
      if (node && how & OPEN.folder && !node.folder) return NOT_FOLDER;
      if (node?.folder && how & OPEN.create) return IS_FOLDER;
      if (!node) {
        if (!nodes.get(parentOf(path))?.folder) return NO_ENTRY;
        node = { bytes: new Uint8Array(), size: 0, time: BigInt(Date.now()) * 1000000n };
        nodes.set(path, node);
      }
      if (how & OPEN.truncate && !node.folder) node.size = 0;
      open.set(next, { node, at: 0, path, appends: (flags & APPEND) !== 0 });
      put32(answer, next);
      next += 1;
      return SUCCESS;
    },
    path_filestat_get: (fd, _, at, length, answer) => {
      const node = nodes.get(pathAt(fd, at, length));
      if (!node) return NO_ENTRY;
      status(answer, node);
      return SUCCESS;
    },
    path_create_directory: (fd, at, length) => {
      const path = pathAt(fd, at, length);
      if (nodes.has(path)) return EXISTS;
      if (!nodes.get(parentOf(path))?.folder) return NO_ENTRY;
      nodes.set(path, folder());
      return SUCCESS;
    },
    path_unlink_file: (fd, at, length) => {
      const path = pathAt(fd, at, length);
      if (!nodes.has(path)) return NO_ENTRY;
      if (nodes.get(path).folder) return IS_FOLDER;
      nodes.delete(path);
      return SUCCESS;
    },
    path_remove_directory: (fd, at, length) => {
      const path = pathAt(fd, at, length);
      if (!nodes.has(path)) return NO_ENTRY;
      if (!nodes.get(path).folder) return NOT_FOLDER;
      if (within(path).length > 0) return NOT_EMPTY;
      nodes.delete(path);
      return SUCCESS;
    },
    path_rename: (fd, at, length, toFd, toAt, toLength) => {
      const [from, to] = [pathAt(fd, at, length), pathAt(toFd, toAt, toLength)];
      const node = nodes.get(from);
      if (!node) return NO_ENTRY;
      if (node.folder) return NOT_SUPPORTED;
      if (nodes.get(to)?.folder) return IS_FOLDER;
      if (!nodes.get(parentOf(to))?.folder) return NO_ENTRY;
      nodes.delete(from);
      nodes.set(to, node);
      return SUCCESS;
    },
    path_link: (fd, _, at, length, toFd, toAt, toLength) => {
      const to = pathAt(toFd, toAt, toLength);
      let from = pathAt(fd, at, length);
      // Debian's C library writes both paths into one buffer, so that the first is lost. The program links nothing but the temporary
      // file that it has just made beside the new one.
      if (from === to) from = [...nodes.keys()].findLast((path) => parentOf(path) === parentOf(to) && /(^|\/)\.cte-\w+\.tmp$/.test(path));
      const node = nodes.get(from);
      if (!node) return NO_ENTRY;
      if (nodes.has(to)) return EXISTS;
      nodes.set(to, node);
      return SUCCESS;
    },
    path_readlink: (fd, at, length) => (nodes.has(pathAt(fd, at, length)) ? INVALID : NO_ENTRY),
  };

  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = (from === "wasi_snapshot_preview1" && calls[name]) || (() => NOT_SUPPORTED);
  }
  const instance = await WebAssembly.instantiate(module, imports);
  memory = instance.exports.memory;
  let code = 0;
  try {
    instance.exports._start();
  } catch (error) {
    if (!(error instanceof Exit)) {
      const said = text.decode(streams[2].bytes.subarray(0, streams[2].size));
      throw new Error(`${said}${error.message}`);
    }
    code = error.code;
  }
  const bytes = (node) => node.bytes.slice(0, node.size);
  const after = new Map();
  for (const [path, node] of nodes) if (!node.folder) after.set(path, bytes(node));
  return { code, stdout: bytes(streams[1]), stderr: text.decode(bytes(streams[2])), files: after, memory: memory.buffer.byteLength };
}
