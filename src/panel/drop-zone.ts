import type { MimeData } from '@lumino/coreutils';
import {
  givenText,
  labFile,
  labOthersIn,
  labPathsIn,
  labPictureIn,
  mayHoldPicture,
  nameOf,
  othersIn,
  pictureIn,
  type GivenPicture,
  type PictureSources,
  type Ungiven
} from './given-picture';
import { kindOf, pasteIn, textFieldOf } from './pasted-text';

/** An event of Lumino's own dragging, which the file browser uses. */
type LuminoDrag = Event & { mimeData: MimeData; proposedAction: string; dropAction: string };

/** Fields that take pictures themselves. */
const OWN_FIELD = '.jd-Picture';
const OVER = 'jd-mod-drop';
const BROWSER_EVENTS = ['dragenter', 'dragover', 'dragleave', 'drop', 'paste'] as const;
const LUMINO_EVENTS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'] as const;

/**
 * Takes pictures, and texts that hold settings, that are dropped or pasted anywhere on an element, and says while one hangs over it that
 * it would. Words that are pasted or dropped where one writes are left to the field.
 */
export class DropZone {
  constructor(
    private readonly node: HTMLElement,
    private readonly sources: PictureSources,
    private readonly take: (given: Promise<GivenPicture>) => void,
    private readonly refuse: (what: Ungiven) => void
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
    const isWords = !data?.types.includes('Files') && !data?.types.includes('text/uri-list');
    if (!data || !mayHoldPicture(data) || (isWords && textFieldOf(event.target))) {
      this.show(false);
      return;
    }
    event.preventDefault();
    data.dropEffect = 'copy';
    this.show(type !== 'drop' && !(type === 'dragleave' && this.isLeft(event)));
    if (type === 'drop') {
      this.give(pictureIn(data, this.sources), othersIn(data));
    }
  }

  /** A paste of text and picture is a text where one can write, and goes in as any does; what it says is offered besides. */
  private onPaste(event: ClipboardEvent): void {
    const { clipboardData: data } = event;
    const text = data?.getData('text/plain') ?? '';
    const field = textFieldOf(event.target);
    if (text !== '' && kindOf(text) === 'words') {
      return;
    }
    if (text !== '' && field) {
      this.take(pasteIn(field).then(paste => givenText(text, null, paste)));
      return;
    }
    const others = data && text === '' ? othersIn(data) : null;
    const given = text !== '' ? Promise.resolve(givenText(text)) : data && pictureIn(data, this.sources);
    if (given) {
      event.preventDefault();
      this.give(given, others);
    }
  }

  /** Gives what is taken, and says which files beside it are not. */
  private give(given: Promise<GivenPicture> | Ungiven | null, others: Ungiven | null): void {
    if (given && 'refused' in given) {
      this.refuse(given);
    } else if (given) {
      this.take(given);
      if (others) {
        this.refuse(others);
      }
    }
  }

  private onLuminoDrag(event: LuminoDrag): void {
    const [first] = labPathsIn(event.mimeData);
    if (first === undefined) {
      return;
    }
    const path = labPictureIn(event.mimeData);
    event.preventDefault();
    event.stopPropagation();
    // Another than what the source allows would be no drop at all.
    event.dropAction = event.proposedAction;
    this.show(path !== null && (event.type === 'lm-dragenter' || event.type === 'lm-dragover'));
    if (event.type === 'lm-drop') {
      if (path === null) {
        this.give({ refused: 'file', name: nameOf(first) }, null);
      } else {
        this.give(labFile(path, this.sources), labOthersIn(event.mimeData));
      }
    }
  }

  private isLeft({ relatedTarget }: DragEvent): boolean {
    return !(relatedTarget instanceof Node && this.node.contains(relatedTarget));
  }

  private show(over: boolean): void {
    this.node.classList.toggle(OVER, over);
  }
}
