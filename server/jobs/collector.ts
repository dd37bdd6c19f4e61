/**
 * Takes what comes back from the engines: pictures, steps, failures, ends. What was under way when an engine ends waits again; a cell over
 * which it ended is drawn by itself next time, and one that ended it twice fails, so that the others go on.
 */
import { changedFile, type PhaseMessage, type StepsMessage } from '../../engine/worker';
import type { Ending, IEngineLink, LinkListener } from '../engines';
import type { IClock } from '../clock';
import type { Log } from '../log';
import type { ModelRegistry } from '../models/registry';
import type { CellStore } from '../store/cell-store';
import { crashFailure } from './crash-failure';
import type { DiskWait } from './disk-wait';
import type { Dispatcher } from './dispatcher';
import type { Hub } from './hub';
import type { Ledger } from './ledger';
import { OomWatch } from './oom-kills';
import type { Orderer } from './orderer';
import type { PaceMeters } from './pace-meter';
import type { Redraws } from './redraws';
import type { Saver } from './saver';
import type { CellUnderWay, UnderWay } from './under-way';
import type { WorkDone } from './work-done';

export type CollectorOptions = {
  cells: CellStore;
  registry: ModelRegistry;
  dispatcher: Dispatcher;
  orderer: Orderer;
  saver: Saver;
  redraws: Redraws;
  underWay: UnderWay;
  meters: PaceMeters;
  work: WorkDone;
  ledger: Ledger;
  disk: DiskWait;
  hub: Hub;
  clock: IClock;
  log: Log;
  encodePreview(rgb: Uint8Array, width: number, height: number): Promise<string>;
};

type Crash = { ending: Ending; suspects: Set<string>; oom: boolean | null };

export class Collector implements LinkListener {
  private readonly oom = new OomWatch();

  constructor(private readonly options: CollectorOptions) {}

  ready(): void {
    this.follow(this.options.registry.rescanUnread());
  }

  phase(link: IEngineLink, { phase }: PhaseMessage): void {
    const { meters, clock, hub, underWay } = this.options;
    meters.of(link).phase(phase, clock.monotonic());
    for (const job of new Set(underWay.of(link).map(({ cell }) => cell.job))) {
      hub.publish({ type: 'steps', job, cells: [] });
    }
  }

  steps(link: IEngineLink, message: StepsMessage): void {
    const { underWay, meters, work, hub, clock, dispatcher } = this.options;
    const byJob = new Map<number, { id: string; step: number; steps: number }[]>();
    for (const { id, step, steps } of message.cells) {
      const entry = underWay.get(id);
      if (entry && !entry.abandoned) {
        Object.assign(entry, { step, steps });
        byJob.set(entry.cell.job, [...(byJob.get(entry.cell.job) ?? []), { id, step, steps }]);
      }
    }
    const first = message.served.map(id => underWay.get(id)).find(Boolean);
    meters.of(link).steps(message, first?.cell.params ?? null, clock.monotonic());
    if (first && !first.again) {
      work.add(first.cell.job, message);
    }
    byJob.forEach((cells, job) => hub.publish({ type: 'steps', job, cells }));
    // There may be room for another lot by now.
    dispatcher.pump();
  }

  drawn(link: IEngineLink, message: Parameters<LinkListener['drawn']>[1]): void {
    const { underWay, saver, redraws, meters, clock } = this.options;
    const entry = underWay.get(message.id);
    if (entry && !entry.again) {
      meters.of(link).made(entry.cell.params, clock.monotonic());
    }
    if (entry?.abandoned) {
      underWay.delete(message.id);
    } else if (entry?.again) {
      underWay.delete(message.id);
      const putBack = (): Promise<void> => saver.putBack(entry, message, link.device ?? '');
      this.follow(redraws.compare(entry.cell, message, putBack));
    } else if (entry) {
      entry.saving = true;
      this.follow(saver.save(entry, message, link.device ?? ''));
    }
  }

  failed(_link: IEngineLink, { id, failure }: Parameters<LinkListener['failed']>[1]): void {
    const { underWay, orderer, redraws, dispatcher } = this.options;
    const entry = underWay.get(id);
    underWay.delete(id);
    if (entry?.again) {
      redraws.fail(entry.cell, failure);
    } else if (entry && !entry.abandoned) {
      if (failure.code === 'file_changed') {
        orderer.drawAgain(entry.cell, failure);
      } else {
        orderer.fail(entry.cell, failure);
      }
    }
    dispatcher.pump();
  }

  preview(_link: IEngineLink, { id, rgb, width, height }: Parameters<LinkListener['preview']>[1]): void {
    const { underWay, hub, encodePreview } = this.options;
    const entry = underWay.get(id);
    if (entry && !entry.abandoned && hub.watched(entry.cell.job)) {
      this.told(
        encodePreview(rgb, width, height).then(image =>
          hub.publish({ type: 'preview', job: entry.cell.job, cell: id, image })
        )
      );
    }
  }

  ended(link: IEngineLink, ending: Ending): void {
    const { underWay, meters } = this.options;
    meters.of(link).ended();
    const oom = this.oom.hasKilled();
    const lost = underWay.of(link).filter(({ saving }) => !saving);
    lost.forEach(({ cell }) => underWay.delete(cell.id));
    // Of a service that ends, they wait in the database.
    if (ending.why !== 'stopped') {
      const suspects = suspectsOf(lost, ending);
      lost
        .filter(({ abandoned }) => !abandoned)
        .forEach(entry => this.giveBack(entry, { ending, suspects, oom }));
    }
    // Another engine may be free for them.
    this.options.dispatcher.pump();
  }

  /** Gives out more when this is done. */
  private follow(work: Promise<void>): void {
    this.told(work.finally(() => this.options.dispatcher.pump()));
  }

  /** Nobody waits for this: what goes wrong with it would end the service, and all pictures that it holds. */
  private told(work: Promise<void>): void {
    work.catch(error => this.options.log.error({ error }, 'what an engine said could not be followed'));
  }

  private giveBack(
    { cell, order, again }: CellUnderWay,
    { ending: { exit, why, at }, suspects, oom }: Crash
  ): void {
    const { ledger, orderer, disk, redraws } = this.options;
    if (again) {
      redraws.fail(cell, crashFailure(exit, why, cell.params, at?.rss_mb ?? null, oom));
      return;
    }
    // Weights that are cut short while they are mapped end the process (SIGBUS), as may others that are half written.
    const file = changedFile(order.draw.stamps ?? {});
    if (file !== null) {
      orderer.drawAgain(cell, { code: 'file_changed', facts: { file } });
      return;
    }
    const failure = crashFailure(exit, why, cell.params, at?.rss_mb ?? null, oom);
    const isSuspect = why !== 'cancel' && suspects.has(cell.id);
    disk.write(() => (isSuspect ? ledger.crashed(cell, failure) : ledger.move([cell], 'queued')));
  }
}

/** The cells that the engine was at when it ended; all where nothing tells. */
function suspectsOf(lost: readonly CellUnderWay[], { at }: Ending): Set<string> {
  const named = lost.filter(({ cell, step }) => step > 0 || at?.cells.includes(cell.id));
  return new Set((named.length > 0 ? named : lost).map(({ cell }) => cell.id));
}
