/**
 * The engine's process, forked by `EngineWorker`. Everything it knows can be lost: it ends when its parent does, and may be killed at
 * any moment.
 */
import { Engine } from './engine';
import { inspect } from './inspect';
import { inspectDrawModel, openModel } from './open-model';
import { perform } from './perform';
import { endWithParent, ENGINE_VERSION } from '../worker';
import type { FromWorker, ToWorker } from '../worker';
import { samplerEntries, schedulerEntries } from '../sampling';
import { stepLoopOptions } from '../step-loop';

function send(message: FromWorker): void {
  if (process.connected) {
    process.send?.(message);
  }
}

const engine = new Engine({
  open: openModel,
  inspect,
  inspectDrawModel,
  perform,
  send,
  loop: stepLoopOptions
});

process.on('message', (message: ToWorker) => {
  engine.receive(message);
  if (message.type === 'shutdown') {
    void engine.idle.then(() => process.exit(0));
  }
});
process.on('disconnect', () => process.exit(0));
endWithParent();

send({
  type: 'ready',
  pid: process.pid,
  engine_version: ENGINE_VERSION,
  device: 'cpu',
  samplers: samplerEntries,
  schedulers: schedulerEntries
});
