import { ReactWidget } from '@jupyterlab/ui-components';
import { PromiseDelegate } from '@lumino/coreutils';
import type { Message } from '@lumino/messaging';
import type { ReactElement } from 'react';
import { gridIcon } from '../icons/lab-icons';
import type { IDiffusionText } from '../tokens';
import { Panel } from './panel';
import { DropZone } from './drop-zone';
import type { PictureSources } from './given-picture';
import type { PanelView } from './view';

export const PANEL_ID = 'jupyterlab-diffusion-panel';

/** The side panel as a widget: Lab's frame around the drawing. */
export class PanelWidget extends ReactWidget {
  private readonly shown = new PromiseDelegate<void>();
  private readonly zone: DropZone;

  constructor(
    private readonly view: PanelView,
    text: IDiffusionText,
    sources: PictureSources
  ) {
    super();
    const { model } = view;
    this.zone = new DropZone(
      this.node,
      sources,
      given => void model.intake.takePicture(given),
      what => model.intake.refuse(what)
    );
    this.node.dataset.drop = text.say('drop_to_read');
    this.id = PANEL_ID;
    this.addClass('jd');
    this.addClass('jd-Panel');
    this.title.icon = gridIcon;
    this.title.caption = text.say('diffusion');
    this.node.setAttribute('role', 'complementary');
    this.node.setAttribute('aria-label', text.say('diffusion'));
    this.node.lang = text.language === 'zh_CN' ? 'zh-CN' : 'en';
  }

  /** Resolves when the panel is seen for the first time. */
  get firstShown(): Promise<void> {
    return this.shown.promise;
  }

  override render(): ReactElement {
    return <Panel view={this.view} />;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.view.model.dispose();
    }
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.shown.resolve();
  }

  protected override onBeforeDetach(message: Message): void {
    this.zone.ignore();
    super.onBeforeDetach(message);
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.zone.listen();
    if (this.isVisible) {
      this.shown.resolve();
    }
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.querySelector<HTMLElement>('.jd-Prompt-text')?.focus();
  }
}
