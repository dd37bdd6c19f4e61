import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { PanelLayout, Widget } from '@lumino/widgets';
import { SWEEP_MIME } from '../schema/sweep-mime';
import type { SweepGridWidget } from './grid';
import { gridServices } from './grid/services';

/**
 * Draws a sweep's output. The same widget is asked again when the output is updated, so it keeps its grid and hands it the new data.
 */
export class RenderedSweep extends Widget implements IRenderMime.IRenderer {
  private grid: SweepGridWidget | null = null;
  private asked = 0;

  constructor(private readonly mimeType: string) {
    super();
    this.addClass('jd-RenderedSweep');
    this.layout = new PanelLayout();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const ask = ++this.asked;
    const data = model.data[this.mimeType];
    const { trusted } = model;
    const [services, { SweepGridWidget: Grid, readPayload }] = await Promise.all([
      gridServices.promise,
      import('./grid')
    ]);
    if (this.isDisposed || ask !== this.asked) {
      return; // A later call has newer data.
    }
    const reading = readPayload(data);
    if ('problem' in reading) {
      const { say } = services.text;
      this.say(reading.problem === 'newer' ? say('payload_newer') : say('payload_unreadable'));
      return;
    }
    if (!this.grid) {
      this.grid = new Grid(services);
      (this.layout as PanelLayout).addWidget(this.grid);
    }
    this.grid.showPayload(reading.payload, trusted, {
      text: plainText(model.data['text/plain']),
      write: bundle => model.setData({ data: { ...model.data, ...bundle } as typeof model.data })
    });
  }

  private say(sentence: string): void {
    this.grid?.dispose();
    this.grid = null;
    const note = new Widget();
    note.addClass('jd');
    note.addClass('jd-Unreadable');
    note.node.textContent = sentence;
    const layout = this.layout as PanelLayout;
    layout.widgets.forEach(widget => widget.dispose());
    layout.addWidget(note);
  }
}

/** A text as a notebook's file may hold it: whole, or in lines. */
function plainText(value: unknown): string {
  return Array.isArray(value) ? value.join('') : typeof value === 'string' ? value : '';
}

const renderer: IRenderMime.IExtension = {
  id: 'jupyterlab-diffusion:renderer',
  description: 'Draws the grid of a sweep.',
  rendererFactory: {
    // Every value is checked and drawn as text, and an untrusted notebook asks nothing of the service.
    safe: true,
    mimeTypes: [SWEEP_MIME],
    createRenderer: options => new RenderedSweep(options.mimeType)
  },
  rank: 0,
  dataType: 'json'
};

export default renderer;
