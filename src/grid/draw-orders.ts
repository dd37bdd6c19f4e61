/** Having one cell drawn: before all others, or once more. That it takes a while, and why, is told where it was asked for. */
import { hasCode } from '../../schema/messages/has-code';
import type { IDiffusionClient, IDiffusionText } from '../tokens';
import type { SweepSession } from './session';
import type { CellView } from './sweep-state';
import type { View } from './view';

export type DrawOrdersOptions = {
  text: IDiffusionText;
  client: Pick<IDiffusionClient, 'health'>;
  session: Pick<SweepSession, 'sweep' | 'drawNext' | 'drawAgain'>;
  change(change: Partial<View>): void;
  /** For people who can't see the grid. */
  say(words: string): void;
  /** Tells something at a cell. */
  note(words: string, cell: string): void;
};

export class DrawOrders {
  constructor(private readonly options: DrawOrdersOptions) {}

  /** Has a waiting cell drawn before all others. While nothing is drawn, the cell says so itself. */
  next({ id }: Pick<CellView, 'id'>): Promise<void> {
    const { text, session } = this.options;
    const isHeld = session.sweep?.state === 'paused';
    this.options.say(isHeld ? text.say('comes_next_once_resumed') : text.say('comes_next'));
    this.options.change({ wanted: id });
    return session.drawNext(id);
  }

  /** Draws a finished cell once more; what came of it is told at the cell. */
  async again({ id }: Pick<CellView, 'id'>): Promise<void> {
    const { text, client, session } = this.options;
    await session.drawAgain(id);
    const { sweep } = session;
    const cell = sweep?.cells[sweep.places.get(id) ?? -1];
    if (cell?.again?.state === 'waiting' && hasCode(client.health, 'queue_paused')) {
      this.options.note(text.say('again_once_resumed'), id);
    }
  }
}
