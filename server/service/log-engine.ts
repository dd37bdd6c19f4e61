import type { IEngine } from '../engines';
import type { Log } from '../log';

/** The engine, of which the log tells when it is there and how it ends. */
export function logEngine(engine: IEngine, log: Log): IEngine {
  const { pid } = engine;
  engine.ready.then(
    ({ device }) => log.info({ pid, device }, 'engine started'),
    () => undefined
  );
  engine.on('exit', ({ code, signal, stderr }) => {
    const words = stderr.trim().split('\n').pop();
    const facts = { pid, how: signal ?? `exit code ${code}`, ...(words ? { words } : {}) };
    log[code === 0 ? 'info' : 'warn'](facts, 'engine ended');
  });
  return engine;
}
