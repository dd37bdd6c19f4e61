import { Notification } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { createRoot, type Root } from 'react-dom/client';
import { ShortcutGuard } from '../actions';
import { isSweepCell } from '../../language/cell/editor';
import { openMenu } from '../ui';
import { GridView } from './components/grid-view';
import { cellMenu } from './components/cell-menu';
import { forgetFocus, noteFocus } from './current';
import { GridModel } from './grid-model';
import type { GridOptions, IGridHost } from './grid-host';
import { isForLab } from './keys';
import { readSignature } from './likeness/read-signature';
import { pictureTurns } from './picture-turns';

export type SweepGridOptions = Omit<GridOptions, 'host'>;

/**
 * The grid as a widget, in a cell's output or in the main area. Say what it shows with `showPayload` or `showJob`; say it again to
 * change it in place. It stays drawn while it is detached, since a notebook takes outputs out of the page when they scroll away.
 */
export class SweepGridWidget extends Widget {
  readonly model: GridModel;
  private readonly root: Root;
  private readonly guard: ShortcutGuard;
  private scrolled = { left: 0, top: 0 };

  constructor(options: SweepGridOptions) {
    super();
    this.addClass('jd-GridWidget');
    this.guard = new ShortcutGuard(this.node, isForLab);
    this.model = new GridModel({ ...options, host: pageHost(this, () => this.model, options.bridge) });
    this.node.addEventListener('focusin', () => noteFocus({ node: this.node, model: this.model }));
    this.root = createRoot(this.node);
    this.root.render(<GridView model={this.model} text={options.text} />);
  }

  showPayload(...shown: Parameters<GridModel['showPayload']>): void {
    this.model.showPayload(...shown);
  }

  showJob(id: string): void {
    this.model.showJob(id);
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.guard.dispose();
    forgetFocus(this);
    this.model.dispose();
    const { root } = this;
    // React refuses to unmount while it draws, and a dispose can come from one of its own handlers.
    setTimeout(() => root.unmount());
    super.dispose();
  }

  protected override onBeforeDetach(message: Message): void {
    const { scrollLeft: left = 0, scrollTop: top = 0 } = this.scroller ?? {};
    this.scrolled = { left, top };
    super.onBeforeDetach(message);
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.scroller?.scrollTo(this.scrolled);
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node
      .querySelector<HTMLElement>('[role=gridcell][tabindex="0"], .jd-Full-scroll')
      ?.focus({ preventScroll: true });
  }

  private get scroller(): HTMLElement | null {
    return this.node.querySelector('.jd-Sheet-scroll');
  }
}

function pageHost(widget: Widget, model: () => GridModel, bridge: SweepGridOptions['bridge']): IGridHost {
  const { node } = widget;
  return {
    where: () => placeOf(widget),
    copy: copyText,
    copyPicture,
    tell: words => void Notification.warning(words),
    download: (url, name) => {
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
    },
    downloadBlob: (content, name) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(content);
      link.download = name;
      link.click();
      // The browser has begun to read it by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
    leave: () => {
      const outside = node.closest<HTMLElement>('.jp-Cell')?.closest<HTMLElement>('.jp-Notebook');
      const cell = node.closest<HTMLElement>('.jp-Cell');
      (document.activeElement as HTMLElement | null)?.blur();
      (cell?.tabIndex !== undefined && cell.tabIndex >= 0 ? cell : outside)?.focus({ preventScroll: true });
    },
    openCellMenu: () => {
      const cell = model().focused;
      const anchor = document.activeElement;
      if (cell && anchor && node.contains(anchor)) {
        openMenu(cellMenu(model(), cell), anchor);
      }
    },
    now: () => Date.now(),
    cell: () => {
      const cell = bridge?.cellAround?.(node) ?? null;
      return cell && isSweepCell(cell.text) ? cell : null;
    },
    isStill: () => window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false,
    idle: whenIdle,
    readSignature,
    nextFrame: run => {
      const frame = requestAnimationFrame(run);
      return () => cancelAnimationFrame(frame);
    },
    later: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    }
  };
}

/** A PNG on the system clipboard, which pages over plain HTTP have not. The clipboard is asked while the press still counts as one. */
async function copyPicture(url: string): Promise<void> {
  const picture = fetch(url).then(reply => {
    if (!reply.ok) {
      throw new Error(reply.statusText);
    }
    return reply.blob();
  });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}

/** So often it is asked whether a scroll is over. */
const SCROLL_MS = 200;

/** Not while somebody scrolls, whatever time is left in a frame. Safari has no idle callbacks. */
function whenIdle(run: () => void): () => void {
  if (pictureTurns.isScrolling) {
    let callOff = (): void => clearTimeout(timer);
    const timer = setTimeout(() => (callOff = whenIdle(run)), SCROLL_MS);
    return () => callOff();
  }
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(run, 50);
    return () => clearTimeout(timer);
  }
  const wish = requestIdleCallback(run, { timeout: 2000 });
  return () => cancelIdleCallback(wish);
}

/** The system clipboard; the older way where the page is not in a secure context, as on a plain-HTTP lab server. */
async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement('textarea');
    const before = document.activeElement as HTMLElement | null;
    field.value = text;
    field.style.position = 'fixed';
    field.style.opacity = '0';
    document.body.appendChild(field);
    field.select();
    document.execCommand('copy');
    field.remove();
    before?.focus({ preventScroll: true });
  }
}

/** The name of the notebook or tab that a widget is shown in. */
function placeOf(widget: Widget): string {
  const named = ['jp-NotebookPanel', 'jp-MainAreaWidget'];
  let around: Widget | null = widget;
  while (around && !named.some(name => around?.hasClass(name))) {
    around = around.parent;
  }
  return around?.title.label ?? '';
}
