/** What the Compare panel shows: plain data that the model changes and the components draw. */
import { CENTRED, NO_OWN, scaleOf, type Own, type Place, type Point, type Size } from './place';
import { itemAt, type Item, type Letter, type PictureKey, type Roles, type Tray } from './tray';

export const MODES = ['blink', 'slider', 'side', 'onion', 'difference'] as const;
export type Mode = (typeof MODES)[number];

export type Note = { text: string; bad: boolean };

export type CompareState = Roles & {
  tray: Tray;
  mode: Mode;
  place: Place;
  /** What pictures have beside the shared place, by their keys. */
  own: Readonly<Record<PictureKey, Own>>;
  /** Whether zooming and moving one pane does the same to all. */
  synced: boolean;
  /** Of the slider: the reference's share of the width. */
  split: number;
  /** Of the onion: how much of the candidate is seen. */
  opacity: number;
  /** Of the difference: changes up to this count as equal. */
  threshold: number;
  /** Whether somebody holds the key that shows the reference. */
  blinking: boolean;
  /** Whether it blinks by itself, and what that shows now. */
  auto: boolean;
  flash: boolean;
  /** The picture of the tray that the keyboard is at. */
  trayFocus: Letter | null;
  /** The spot under the loupe, in picture pixels from the centre, while one is held. */
  loupe: Point | null;
  help: boolean;
  note: Note | null;
  /** The latest sentence for people who can't see the panel. */
  said: string;
  /** A pane's room, in screen pixels. */
  room: Size;
  shown: boolean;
};

export const FIRST_STATE: CompareState = {
  tray: [],
  reference: null,
  candidate: null,
  focus: null,
  mode: 'blink',
  place: CENTRED,
  own: {},
  synced: true,
  split: 0.5,
  opacity: 0.5,
  threshold: 8,
  blinking: false,
  auto: false,
  flash: false,
  trayFocus: null,
  loupe: null,
  help: false,
  note: null,
  said: '',
  room: { width: 0, height: 0 },
  shown: false
};

/** The two that are held against one another; null while there is no pair. */
export function pairOf(state: CompareState): { reference: Item; candidate: Item } | null {
  const reference = itemAt(state.tray, state.reference);
  const candidate = itemAt(state.tray, state.candidate);
  return reference && candidate ? { reference, candidate } : null;
}

/** What the keyboard means: a picture of the tray, the pane it is at, or of two in one place the one that is seen. */
export function meantLetter(state: CompareState): Letter | null {
  return state.trayFocus ?? seenLetter(state);
}

/** The picture of the pane that the keyboard is at, or of two in one place the one that is seen. */
export function seenLetter(state: CompareState): Letter | null {
  if (state.mode === 'side') {
    return state.focus;
  }
  return isReferenceSeen(state) ? state.reference : (state.candidate ?? state.reference);
}

/** Whether the reference is seen in the place of the others. */
export function isReferenceSeen({ blinking, auto, flash, mode }: CompareState): boolean {
  return blinking || (mode === 'blink' && auto && flash);
}

/** What a pane shows while the key is held: the reference, and over the reference itself the candidate. */
export function underneath(state: CompareState, letter: Letter): Letter | null {
  return letter === state.reference ? state.candidate : state.reference;
}

/** The pictures that are seen now. */
export function seenItems(state: CompareState): Tray {
  const pair = pairOf(state);
  return state.mode === 'side' || !pair ? state.tray : [pair.reference, pair.candidate];
}

export function ownOf({ own }: Pick<CompareState, 'own'>, key: PictureKey): Own {
  return own[key] ?? NO_OWN;
}

/** Screen pixels for a picture's pixel. */
export function shownScale(state: CompareState): number {
  return scaleOf(
    state.place,
    state.room,
    seenItems(state).filter(({ width }) => width > 0)
  );
}
