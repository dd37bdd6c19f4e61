/**
 * Puts the kill points into the service, from outside: only the entry of the test build imports this, so the product carries no trace of them.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { isOver } from '../../../schema/states';
import { Hub } from '../../jobs/hub';
import { Ledger } from '../../jobs/ledger';
import { CellStore } from '../../store/cell-store';
import { Database } from '../../store/database';
import { files } from '../../store/files';
import { JobStore } from '../../store/job-store';
import { childrenOf, killNow } from './children-of';
import { type Kill, KILL_VARIABLE, type KillPoint } from './kill-points';

const kill = JSON.parse(process.env[KILL_VARIABLE] ?? 'null') as Kill | null;
let passed = 0;

function reached(point: KillPoint): void {
  if (kill?.point === point && 'nth' in kill && ++passed === kill.nth) {
    const victims = { service: [process.pid], engine: childrenOf(process.pid), disk: [] }[kill.whom];
    victims.forEach(killNow);
  }
}

function hangs(): boolean {
  return kill?.whom === 'disk' && 'nth' in kill && passed >= kill.nth;
}

/** Before anything of the service is made. */
export function installKillPoints(): void {
  inFiles();
  inTransactions();
  inEvents();
  inReplies();
}

function inFiles(): void {
  const { writeSynced, rename, syncFolder, append, remove } = files;
  Object.assign(files, {
    async writeSynced(path, bytes) {
      reached('before temp write');
      await (hangs() ? new Promise(() => undefined) : undefined);
      await writeSynced(path, bytes);
      reached('after temp write');
    },
    async rename(from, to) {
      await rename(from, to);
      reached('after rename');
    },
    async syncFolder(path) {
      await syncFolder(path);
      reached('after folder sync');
    },
    async append(path, bytes) {
      reached('before append');
      await append(path, bytes);
      reached('after append');
    },
    async remove(path) {
      await remove(path);
      reached('after removal');
    }
  } satisfies Partial<typeof files>);
}

function inTransactions(): void {
  // A picture's row is written by the transaction of its cell.
  const { complete } = Ledger.prototype;
  Ledger.prototype.complete = function (picture, drawn, identities) {
    if (drawn) {
      reached('before row');
    }
    complete.call(this, picture, drawn, identities);
  };

  const noted = noteCalls();
  let inside = false;
  const { transaction } = Database.prototype;
  Database.prototype.transaction = function <Result>(this: Database, work: () => Result): Result {
    if (inside) {
      return transaction.call(this, work) as Result;
    }
    inside = true;
    noted.clear();
    try {
      const result = transaction.call(this, () => {
        const changed = work();
        reached(noted.has('admit') ? 'before commit of a submit' : 'before commit');
        return changed;
      }) as Result;
      reached(`after commit${partOf(noted)}`);
      return result;
    } finally {
      inside = false;
    }
  };
}

type Noted = Set<'insert' | 'admit' | 'drop' | 'end' | 'take' | 'remove'>;

type Part = '' | ' of a submit' | ` of a part of a ${'submit' | 'cancelling' | 'forgetting'}`;

/** Of a job of many cells: what is stored of it before the rest is. */
function partOf(noted: Noted): Part {
  if (noted.has('admit') || noted.has('insert')) {
    return noted.has('admit') ? ' of a submit' : ' of a part of a submit';
  }
  if (noted.has('drop') && !noted.has('end')) {
    return ' of a part of a cancelling';
  }
  return noted.has('take') && !noted.has('remove') ? ' of a part of a forgetting' : '';
}

/** By what is called a transaction is told from others. */
function noteCalls(): Noted {
  const noted: Noted = new Set();
  const { insert, removeSome, setState: setCell } = CellStore.prototype;
  const { admit, remove, setState: setJob } = JobStore.prototype;
  CellStore.prototype.insert = function (...all) {
    noted.add('insert');
    insert.apply(this, all);
  };
  CellStore.prototype.removeSome = function (...all) {
    noted.add('take');
    return removeSome.apply(this, all);
  };
  CellStore.prototype.setState = function (id, state, seq) {
    if (state === 'cancelled') {
      noted.add('drop');
    }
    setCell.call(this, id, state, seq);
  };
  JobStore.prototype.admit = function (...all) {
    noted.add('admit');
    return admit.apply(this, all);
  };
  JobStore.prototype.remove = function (...all) {
    noted.add('remove');
    remove.apply(this, all);
  };
  JobStore.prototype.setState = function (number, state, finished) {
    if (isOver(state)) {
      noted.add('end');
    }
    return setJob.call(this, number, state, finished);
  };
  return noted;
}

function inEvents(): void {
  const { publish } = Hub.prototype;
  Hub.prototype.publish = function (event) {
    if (event.type !== 'steps' && event.type !== 'preview') {
      reached('before event');
    }
    publish.call(this, event);
  };
}

function inReplies(): void {
  const end = ServerResponse.prototype.end as (this: ServerResponse, ...words: unknown[]) => ServerResponse;
  ServerResponse.prototype.end = function (this: ServerResponse<IncomingMessage>, ...words: unknown[]) {
    if (this.req.method !== 'GET') {
      reached('before reply');
    }
    return end.apply(this, words);
  } as typeof ServerResponse.prototype.end;
}
