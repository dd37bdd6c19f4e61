/** What the engine's child does when a file is no more what a cell came with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeModel } from '../testing/fake-networks';
import { plainCell } from '../testing/plain-cell';
import { inFolder } from '../testing/safetensors-file';
import { testEngine } from '../testing/test-engine';
import { lookAt, type DrawCell, type FromWorker } from '../worker';
import type { Engine } from './engine';

/** An engine whose networks answer by the bytes of the model's file at the moment it is opened. */
function engineOf(act: (message: FromWorker, engine: Engine) => void = () => undefined): {
  engine: Engine;
  opened: string[];
  ends: () => string[][];
} {
  const opened: string[] = [];
  const { engine, messages } = testEngine({
    open: async path => {
      opened.push(lookAt(path).stamp);
      return fakeModel();
    },
    act: (each, message) => act(message, each),
    loop: { rowsPerBatch: () => 2 }
  });
  const ends = (): string[][] =>
    messages.flatMap(each =>
      each.type === 'done' || each.type === 'failed'
        ? [[each.id, each.type === 'done' ? 'done' : each.failure.code]]
        : []
    );
  return { engine, opened, ends };
}

const cell = (id: string, paths: readonly string[], seed = Number(id)): DrawCell => ({
  id,
  params: { ...plainCell, seed, steps: 4, width: 16, height: 16 },
  model: { name: 'm', path: paths[0] },
  stamps: Object.fromEntries(paths.map(path => [path, lookAt(path).stamp]))
});

const files = (folder: string, ...names: string[]): string[] =>
  names.map(name => {
    writeFileSync(join(folder, name), name);
    return join(folder, name);
  });

test('cells under way whose file changes fail with its name, and the others are drawn', () =>
  inFolder(async folder => {
    const [model, lora] = files(folder, 'model', 'lora');
    let steps = 0;
    const { engine, ends } = engineOf(message => {
      if (message.type === 'steps' && ++steps === 2) {
        writeFileSync(lora, 'other');
      }
    });
    engine.receive({ type: 'draw', cells: [cell('0', [model, lora]), cell('1', [model])] });
    await engine.idle;
    expect(ends().sort()).toEqual([
      ['0', 'file_changed'],
      ['1', 'done']
    ]);
  }));

test('a cell that brings another state of an open file has it opened again, and nothing known of the old one is used', () =>
  inFolder(async folder => {
    const [model] = files(folder, 'model');
    const { engine, opened, ends } = engineOf();
    const old = cell('0', [model]);
    engine.receive({ type: 'draw', cells: [old] });
    await engine.idle;
    writeFileSync(model, 'other');
    engine.receive({ type: 'draw', cells: [cell('1', [model], 0)] });
    await engine.idle;
    expect(opened).toEqual([old.stamps![model], lookAt(model).stamp]);
    // It comes too late.
    engine.receive({ type: 'draw', cells: [{ ...old, id: '2' }] });
    await engine.idle;
    expect(ends()).toEqual([
      ['0', 'done'],
      ['1', 'done'],
      ['2', 'file_changed']
    ]);
  }));

test('two states of one path in one order are never drawn together', () =>
  inFolder(async folder => {
    const [model] = files(folder, 'model');
    const old = cell('0', [model]);
    writeFileSync(model, 'other');
    const { engine, opened, ends } = engineOf();
    engine.receive({ type: 'draw', cells: [old, cell('1', [model]), cell('2', [model])] });
    await engine.idle;
    expect(ends().sort()).toEqual([
      ['0', 'file_changed'],
      ['1', 'done'],
      ['2', 'done']
    ]);
    expect(opened).toHaveLength(1);
  }));

test('a cell cancelled while all is begun anew ends once, as cancelled', () =>
  inFolder(async folder => {
    const [model, lora] = files(folder, 'model', 'lora');
    let steps = 0;
    const { engine, ends } = engineOf((message, running) => {
      if (message.type === 'steps' && ++steps === 2) {
        writeFileSync(lora, 'other');
        running.receive({ type: 'cancel', ids: ['0', '1'] });
      }
    });
    engine.receive({
      type: 'draw',
      cells: [cell('0', [model, lora]), cell('1', [model]), cell('2', [model])]
    });
    await engine.idle;
    expect(ends()).toEqual([
      ['0', 'cancelled'],
      ['1', 'cancelled'],
      ['2', 'done']
    ]);
  }));

test('an error over a file that has changed is said of the file', () =>
  inFolder(async folder => {
    const [model] = files(folder, 'model');
    const order = cell('0', [model]);
    writeFileSync(model, 'other');
    const { engine, ends } = engineOf();
    engine.receive({ type: 'draw', cells: [{ ...order, params: { ...order.params, sampler: 'nope' } }] });
    await engine.idle;
    expect(ends()).toEqual([['0', 'file_changed']]);
  }));
