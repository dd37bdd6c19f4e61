import { Engine, perform } from '../child';
import type { OpenModel } from '../child';
import { stepLoopOptions } from '../step-loop';
import type { StepLoopOptions } from '../step-loop';
import type { FromWorker } from '../worker';
import { fakeModel } from './fake-networks';

export type TestEngineOptions = {
  open?(path: string): Promise<OpenModel>;
  loop?: Partial<StepLoopOptions>;
  previewEveryMs?: number;
  /** Called with every message, as the service would be. */
  act?(engine: Engine, message: FromWorker): void;
};

/** An engine in this process, and what it has said. Opens a fake model unless told otherwise; sends no previews unless asked. */
export function testEngine({
  open = async () => fakeModel(),
  loop = {},
  previewEveryMs = Infinity,
  act = () => undefined
}: TestEngineOptions = {}): { engine: Engine; messages: FromWorker[] } {
  const messages: FromWorker[] = [];
  const engine: Engine = new Engine({
    open,
    inspectDrawModel: () => fakeModel().model,
    inspect: () => {
      throw new Error('nothing to inspect');
    },
    perform,
    send: message => {
      messages.push(message);
      act(engine, message);
    },
    loop: { ...stepLoopOptions, ...loop },
    previewEveryMs
  });
  return { engine, messages };
}
