import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import {
  ICompletionProviderManager,
  type CompletionHandler,
  type ICompletionContext,
  type ICompletionProvider
} from '@jupyterlab/completer';
import { Text } from '@jupyterlab/coreutils';
import { askLists, type Lists } from '../lists';
import { IDiffusionClient, IDiffusionText } from '../tokens';
import { offersAt } from './complete';
import { isSweepCell } from '../../language/cell/editor';

/** Above the kernel's (550), whose magics offer the same words without their help. */
const RANK = 600;

export const completion: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:completion',
  description: 'Completes names and values on the first line of sweep cells.',
  autoStart: true,
  requires: [IDiffusionClient, IDiffusionText],
  optional: [ICompletionProviderManager],
  activate: (
    _app: JupyterFrontEnd,
    client: IDiffusionClient,
    text: IDiffusionText,
    manager: ICompletionProviderManager | null
  ): void => manager?.registerProvider(new SweepCompletion(client, text))
};

class SweepCompletion implements ICompletionProvider {
  readonly identifier = 'jupyterlab-diffusion:completion';
  readonly rank = RANK;
  readonly renderer = null;
  private lists: Lists | null = null;

  constructor(
    private readonly client: IDiffusionClient,
    private readonly text: IDiffusionText
  ) {}

  async isApplicable({ editor }: ICompletionContext): Promise<boolean> {
    return editor !== null && editor !== undefined && isSweepCell(editor.model.sharedModel.getSource());
  }

  async fetch(request: CompletionHandler.IRequest): Promise<CompletionHandler.ICompletionItemsReply> {
    const { text, offset } = request;
    const caret = Text.charIndexToJsIndex(offset, text);
    const found = offersAt(text, caret, await this.known(), this.text);
    return {
      start: Text.jsIndexToCharIndex(found?.start ?? caret, text),
      end: offset,
      items: (found?.offers ?? []).map(({ label, insert, kind, help }) => ({
        label,
        insertText: insert,
        type: kind === 'name' ? 'param' : 'value',
        documentation: help
      }))
    };
  }

  /** The lists of choices, asked for once; without the service the names alone. */
  private async known(): Promise<Lists> {
    if (this.lists) {
      return this.lists;
    }
    try {
      this.lists = await askLists(this.client);
      return this.lists;
    } catch {
      return { models: [], samplers: [], schedulers: [], defaultModel: null };
    }
  }
}
