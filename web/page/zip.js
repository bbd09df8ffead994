// Many files as one ZIP archive, without compression.

const CHECKS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let check = byte;
  for (let bit = 0; bit < 8; bit += 1) check = check & 1 ? 0xedb88320 ^ (check >>> 1) : check >>> 1;
  return check;
});

const crc32 = (bytes) => ~bytes.reduce((check, byte) => CHECKS[(check ^ byte) & 255] ^ (check >>> 8), -1) >>> 0;

/** `files` maps names to bytes. */
function zipOf(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  const fields = (size, values) => {
    const view = new DataView(new ArrayBuffer(size));
    for (const [place, bits, value] of values) bits === 16 ? view.setUint16(place, value, true) : view.setUint32(place, value, true);
    return new Uint8Array(view.buffer);
  };
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    // Version 2.0; names are UTF-8; stored; 1 January 1980.
    const common = (from) => [
      [from, 16, 20], [from + 2, 16, 0x800], [from + 4, 16, 0], [from + 6, 16, 0], [from + 8, 16, 0x21],
      [from + 10, 32, crc32(bytes)], [from + 14, 32, bytes.length], [from + 18, 32, bytes.length], [from + 22, 16, name.length],
    ];
    parts.push(fields(30, [[0, 32, 0x04034b50], ...common(4)]), name, bytes);
    directory.push(fields(46, [[0, 32, 0x02014b50], [4, 16, 20], ...common(6), [42, 32, at]]), name);
    at += 30 + name.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = fields(22, [[0, 32, 0x06054b50], [8, 16, files.size], [10, 16, files.size], [12, 32, size], [16, 32, at]]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}
