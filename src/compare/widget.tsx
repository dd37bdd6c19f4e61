import type { MimeData } from '@lumino/coreutils';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { createRoot, type Root } from 'react-dom/client';
import { ShortcutGuard } from '../actions';
import type { IDiffusionText } from '../tokens';
import { CompareView } from './components/compare-view';
import type { CompareContext } from './components/context';
import { givenIn, labFilesIn, mayHoldPicture, type Given } from './given';
import { isForLab } from './keys';

type CompareWidgetOptions = {
  context: CompareContext;
  text: IDiffusionText;
  take(given: readonly Given[]): void;
  /** The bytes of a file in Lab's file browser. */
  readFile(path: string): Promise<Blob>;
};

/** An event of Lumino's own dragging, which the file browser uses. */
type LuminoDrag = Event & { mimeData: MimeData; proposedAction: string; dropAction: string };

const OVER = 'jd-mod-drop';
const FRAMES_MAX = 20;
const BROWSER_EVENTS = ['dragenter', 'dragover', 'dragleave', 'drop'] as const;
const LUMINO_EVENTS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'] as const;

/** The Compare panel as a widget: Lab's frame around the drawing, and what is dropped on it. */
export class CompareWidget extends Widget {
  private readonly root: Root;
  private readonly guard: ShortcutGuard;

  constructor(private readonly options: CompareWidgetOptions) {
    super();
    const { text, context } = options;
    this.addClass('jd');
    this.addClass('jd-Compare');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', text.say('compare'));
    this.node.lang = text.language === 'zh_CN' ? 'zh-CN' : 'en';
    this.node.dataset.drop = text.say('compare_drop_here');
    this.guard = new ShortcutGuard(this.node, isForLab);
    this.root = createRoot(this.node);
    this.root.render(<CompareView context={context} />);
  }

  handleEvent(event: Event): void {
    if (event.type.startsWith('lm-')) {
      this.onLuminoDrag(event as LuminoDrag);
    } else {
      this.onDrag(event as DragEvent);
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.guard.dispose();
    const { root } = this;
    // React refuses to unmount while it draws, and a dispose can come from one of its own handlers.
    setTimeout(() => root.unmount());
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    [...BROWSER_EVENTS, ...LUMINO_EVENTS].forEach(type => this.node.addEventListener(type, this));
    this.tellShown();
  }

  protected override onBeforeDetach(message: Message): void {
    [...BROWSER_EVENTS, ...LUMINO_EVENTS].forEach(type => this.node.removeEventListener(type, this));
    this.options.context.model.setShown(false);
    super.onBeforeDetach(message);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.tellShown();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.tellShown();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.focusPane();
  }

  /** Gives the keyboard to the pictures, which may be drawn a frame later. */
  private focusPane(frames = FRAMES_MAX): void {
    const found = (selector: string): HTMLElement | null => this.node.querySelector(selector);
    const pane = found('.jd-Pane.jd-mod-focus') ?? found('.jd-Pane') ?? found('.jd-Compare-empty button');
    if (pane) {
      pane.focus({ preventScroll: true });
    } else if (frames > 0 && !this.isDisposed) {
      requestAnimationFrame(() => this.focusPane(frames - 1));
    }
  }

  private tellShown(): void {
    this.options.context.model.setShown(this.isVisible);
  }

  private onDrag(event: DragEvent): void {
    const { type, dataTransfer: data } = event;
    if (!data || !mayHoldPicture(data)) {
      return;
    }
    event.preventDefault();
    data.dropEffect = 'copy';
    const left =
      type === 'dragleave' &&
      !(event.relatedTarget instanceof Node && this.node.contains(event.relatedTarget));
    this.node.classList.toggle(OVER, type !== 'drop' && !left);
    if (type === 'drop') {
      this.options.take(givenIn(data));
    }
  }

  private onLuminoDrag(event: LuminoDrag): void {
    const given = labFilesIn(event.mimeData, this.options.readFile);
    if (!given) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    // Another than what the source allows would be no drop at all.
    event.dropAction = event.proposedAction;
    this.node.classList.toggle(OVER, event.type === 'lm-dragenter' || event.type === 'lm-dragover');
    if (event.type === 'lm-drop') {
      this.options.take(given);
    }
  }
}
