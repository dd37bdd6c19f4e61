/**
 * The first font of an OpenType collection (`ttcf`, OpenType specification, "Font Collections") as a font file of its own; a file
 * that is no collection comes back as it is. opentype.js reads single fonts only.
 */
export function firstOfCollection(file: Buffer): ArrayBuffer {
  if (file.toString('latin1', 0, 4) !== 'ttcf') {
    return toArrayBuffer(file);
  }
  const start = file.readUInt32BE(12);
  const tables = file.readUInt16BE(start + 4);
  const head = 12 + tables * 16;
  const header = Buffer.from(file.subarray(start, start + head));
  const parts: Buffer[] = [header];
  let at = head;
  for (let table = 0; table < tables; table++) {
    const record = 12 + table * 16;
    const offset = header.readUInt32BE(record + 8);
    const length = header.readUInt32BE(record + 12);
    const padded = (length + 3) & ~3;
    const part = Buffer.alloc(padded);
    file.copy(part, 0, offset, offset + length);
    header.writeUInt32BE(at, record + 8);
    parts.push(part);
    at += padded;
  }
  return toArrayBuffer(Buffer.concat(parts));
}

function toArrayBuffer(buffer: Buffer): ArrayBuffer {
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength) as ArrayBuffer;
}
