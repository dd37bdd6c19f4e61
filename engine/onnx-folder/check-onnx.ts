/**
 * What must hold of an ONNX file before the runtime sees it: operators that exist here, and weights that lie in the model's own folder.
 * The runtime would refuse most of it too, in its own words and after it has begun to load.
 */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { inOneUnit } from '../weights';
import type { OnnxFile, OnnxWeight, DataLocation } from './read-onnx';
import { Fault } from '../../schema/fault';

/** Sets of operators that the runtime brings: ONNX's own, under both its names, and the runtime's. */
const DOMAINS = ['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'];

/** The runtime's operators that exist for CUDA alone: graphs that were optimised for it hold them. */
const CUDA_ONLY = [
  'BiasAdd',
  'BiasSplitGelu',
  'GroupNorm',
  'NhwcConv',
  'PackedAttention',
  'PackedMultiHeadAttention',
  'SkipGroupNorm'
];

/** Throws Fault model_unsupported, model_incomplete, model_truncated for the first thing that is wrong. */
export function checkOnnx(file: OnnxFile): void {
  checkOperators(file);
  const ends = new Map<string, { end: number; weight: OnnxWeight }>();
  for (const weight of file.weights) {
    const { location, offset = 0, length = 0 } = weight.place ?? {};
    if (location !== undefined && offset + length >= (ends.get(location)?.end ?? 0)) {
      ends.set(location, { end: offset + length, weight });
    }
  }
  for (const [location, { end, weight }] of ends) {
    checkLocation(file, location, end, weight);
  }
}

/** Files that hold weights of `file`, itself first: absolute. */
export function filesOf(file: OnnxFile): string[] {
  const locations = new Set(file.weights.map(({ place }) => place?.location));
  const others = [...locations].filter(location => location !== undefined);
  return [file.path, ...others.map(location => join(dirname(file.path), location))];
}

/** The file a place is in. */
export function fileOf(file: OnnxFile, { location }: DataLocation): string {
  return location === undefined ? file.path : join(dirname(file.path), location);
}

function checkOperators({ path, operators, functions }: OnnxFile): void {
  const own = new Set(functions.map(({ domain, op }) => `${domain}:${op}`));
  const name = fileName(path);
  for (const { domain, op } of operators) {
    if (!DOMAINS.includes(domain) && !own.has(`${domain}:${op}`)) {
      const facts = { reason: 'onnx_domain', value: op.slice(0, 80), key: domain.slice(0, 80) };
      throw new Fault('model_unsupported', { file: name, ...facts });
    }
    if (domain === 'com.microsoft' && CUDA_ONLY.includes(op)) {
      throw new Fault('model_unsupported', { file: name, reason: 'onnx_cuda', value: op });
    }
  }
}

function checkLocation({ path }: OnnxFile, location: string, end: number, weight: OnnxWeight): void {
  const file = fileName(path);
  const foreign = (): Fault =>
    new Fault('model_unsupported', {
      file,
      reason: 'onnx_foreign_data',
      tensor: weight.name.slice(0, 80),
      value: location.slice(0, 200)
    });
  const parts = location.split(/[/\\]/);
  if (
    location === '' ||
    /^([/\\]|[a-z]:)/i.test(location) ||
    parts.includes('..') ||
    location.includes('\0')
  ) {
    throw foreign();
  }
  const data = join(dirname(path), location);
  if (!existsSync(data)) {
    throw new Fault('model_incomplete', { file, reason: 'file_missing', missing: basename(location) });
  }
  // A download cache keeps a model's files as links into one folder of blobs: links are fine as long as they lead to the model's company.
  const homes = [realpathSync(dirname(path)), dirname(realpathSync(path))];
  const real = realpathSync(data);
  if (!homes.some(home => real.startsWith(home + sep))) {
    throw foreign();
  }
  const stat = statSync(real);
  if (!stat.isFile()) {
    throw foreign();
  }
  if (stat.size < end) {
    throw new Fault('model_truncated', { file: basename(location), ...inOneUnit(stat.size, end) });
  }
}

/** `unet/model.onnx`: the parts of a folder have one file name. */
export function fileName(path: string): string {
  return `${basename(dirname(path))}/${basename(path)}`;
}
