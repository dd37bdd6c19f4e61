/** What every part of the panel is drawn with. */
import { createContext, useContext, useEffect, useReducer, type RefObject } from 'react';
import type { Front, IDiffusionClient, IDiffusionInFront } from '../tokens';
import { sameParts, useSlice, type MenuItem } from '../ui';
import type { PanelModel } from './model';
import type { PanelState } from './state';
import type { Words } from './words';

export type PanelView = {
  model: PanelModel;
  client: IDiffusionClient;
  words: Words;
  /** What is in front in the main area; nothing of it is told without. */
  inFront?: IDiffusionInFront;
  /** Asks before something that can't be taken back; `yes` is what the button that does it says. */
  confirm(question: { title: string; body: string; yes: string }): Promise<boolean>;
  /** Drops a menu below the element. */
  showMenu(items: MenuItem[], anchor: Element): void;
  /** Brings the panel into view. */
  show(): void;
  openSettings(): void;
  /** Hands over what somebody who looks for a fault needs to know. */
  saveReport(): Promise<void>;
};

export const PanelViewContext = createContext<PanelView | null>(null);

export function usePanel(): PanelView {
  const view = useContext(PanelViewContext);
  if (!view) {
    throw new Error('a part of the panel is drawn outside the panel');
  }
  return view;
}

const NOTHING: Front = { notebook: null, job: null };

/** What is in front in the main area now. */
export function useFront(): Front {
  const { inFront } = usePanel();
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  useEffect(() => {
    inFront?.changed.connect(redraw);
    return () => {
      inFront?.changed.disconnect(redraw);
    };
  }, [inFront]);
  return inFront?.front ?? NOTHING;
}

/** What a component takes of the panel's state; it is drawn again only when one of these parts is another. */
export function usePanelState<T>(select: (state: PanelState, model: PanelModel) => T): T {
  const { model } = usePanel();
  return useSlice(model, () => select(model.state, model), sameParts);
}

/** Takes the focus, and selects what is wrong, when the model wishes it for this field. */
export function useWantedFocus(
  field: string,
  element: RefObject<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>
): void {
  const { model } = usePanel();
  const wish = usePanelState(({ focus }) => (focus?.field === field ? focus : null));
  useEffect(() => {
    const wanted = element.current && model.takeFocus(field);
    if (!wanted || !element.current) {
      return;
    }
    element.current.focus();
    if (wanted.place && 'setSelectionRange' in element.current) {
      const { start, length } = wanted.place;
      element.current.setSelectionRange(start, start + length);
    }
  }, [wish]);
}
