import { EditorExtensionRegistry, IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Prec, RangeSetBuilder, type Extension } from '@codemirror/state';
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate
} from '@codemirror/view';
import { tokensOfCell, type TokenKind } from '../../language/cell/editor';

/** Longer cells are left plain: colour must never make typing slow. */
const LENGTH_MAX = 40_000;

const KINDS: readonly TokenKind[] = [
  'magic',
  'name',
  'operator',
  'number',
  'string',
  'text',
  'more',
  'less',
  'mark',
  'variable'
];
const marks = Object.fromEntries(
  KINDS.map(kind => [kind, Decoration.mark({ class: `cm-jd-${kind}` })])
) as Record<TokenKind, Decoration>;

export const highlight: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:highlight',
  description: 'Colours sweep cells: names, values, and the weights of prompt words.',
  autoStart: true,
  optional: [IEditorExtensionRegistry],
  activate: (_app: JupyterFrontEnd, registry: IEditorExtensionRegistry | null): void => {
    registry?.addExtension({
      name: 'jupyterlab-diffusion:highlight',
      factory: () => EditorExtensionRegistry.createImmutableExtension(sweepColours())
    });
  }
};

/** Innermost of all marks, so that the colours of Python, which reads these cells too, are covered. */
function sweepColours(): Extension {
  return Prec.highest(
    ViewPlugin.fromClass(
      class {
        decorations: DecorationSet;
        constructor(view: EditorView) {
          this.decorations = decorate(view);
        }
        update({ docChanged, view }: ViewUpdate): void {
          if (docChanged) {
            this.decorations = decorate(view);
          }
        }
      },
      { decorations: plugin => plugin.decorations }
    )
  );
}

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { doc } = view.state;
  for (const { from, to, kind } of doc.length > LENGTH_MAX ? [] : tokensOfCell(doc.toString())) {
    builder.add(from, to, marks[kind]);
  }
  return builder.finish();
}
