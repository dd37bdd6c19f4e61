import type { MimeData } from '@lumino/coreutils';
import {
  isTextPaste,
  labPictureIn,
  mayHoldPicture,
  pictureIn,
  type GivenPicture,
  type PictureSources
} from './given-picture';

/** An event of Lumino's own dragging, which the file browser uses. */
type LuminoDrag = Event & { mimeData: MimeData; proposedAction: string; dropAction: string };

/** Fields that take pictures themselves. */
const OWN_FIELD = '.jd-Picture';
const OVER = 'jd-mod-drop';
const BROWSER_EVENTS = ['dragenter', 'dragover', 'dragleave', 'drop', 'paste'] as const;
const LUMINO_EVENTS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'] as const;

/** Takes pictures that are dropped or pasted anywhere on an element, and says while one hangs over it that it would. */
export class DropZone {
  constructor(
    private readonly node: HTMLElement,
    private readonly sources: PictureSources,
    private readonly take: (given: Promise<GivenPicture>) => void
  ) {}

  listen(): void {
    [...BROWSER_EVENTS, ...LUMINO_EVENTS].forEach(type => this.node.addEventListener(type, this));
  }

  ignore(): void {
    [...BROWSER_EVENTS, ...LUMINO_EVENTS].forEach(type => this.node.removeEventListener(type, this));
  }

  handleEvent(event: Event): void {
    if (event.target instanceof Element && event.target.closest(OWN_FIELD)) {
      this.show(false);
    } else if (event.type.startsWith('lm-')) {
      this.onLuminoDrag(event as LuminoDrag);
    } else if (event.type === 'paste') {
      this.onPaste(event as ClipboardEvent);
    } else {
      this.onDrag(event as DragEvent);
    }
  }

  private onDrag(event: DragEvent): void {
    const { type, dataTransfer: data } = event;
    if (!data || !mayHoldPicture(data)) {
      return;
    }
    event.preventDefault();
    data.dropEffect = 'copy';
    this.show(type !== 'drop' && !(type === 'dragleave' && this.isLeft(event)));
    const given = type === 'drop' ? pictureIn(data, this.sources) : null;
    if (given) {
      this.take(given);
    }
  }

  private onPaste(event: ClipboardEvent): void {
    const { clipboardData: data } = event;
    const given = data && !isTextPaste(event) ? pictureIn(data, this.sources) : null;
    if (given) {
      event.preventDefault();
      this.take(given);
    }
  }

  private onLuminoDrag(event: LuminoDrag): void {
    const path = labPictureIn(event.mimeData);
    if (path === null) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    // Another than what the source allows would be no drop at all.
    event.dropAction = event.proposedAction;
    this.show(event.type === 'lm-dragenter' || event.type === 'lm-dragover');
    if (event.type === 'lm-drop') {
      const name = path.split('/').pop() ?? path;
      this.take(this.sources.readFile(path).then(picture => ({ picture, name })));
    }
  }

  private isLeft({ relatedTarget }: DragEvent): boolean {
    return !(relatedTarget instanceof Node && this.node.contains(relatedTarget));
  }

  private show(over: boolean): void {
    this.node.classList.toggle(OVER, over);
  }
}
