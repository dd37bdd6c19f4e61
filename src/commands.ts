/** Ids of the commands that features call on one another. */
export const Commands = {
  openPanel: 'jupyterlab-diffusion:open-panel',
  fillPanel: 'jupyterlab-diffusion:fill-panel',
  openJob: 'jupyterlab-diffusion:open-job'
} as const;

const shown = new WeakMap<object, string>();

/** The job whose grid a tab of the main area shows; null for any other widget. */
export function jobShownIn(tab: object | null): string | null {
  return (tab && shown.get(tab)) ?? null;
}

/** Notes which job's grid a tab shows: a sweep that is widened in its tab goes on as another job. */
export function noteJobShown(tab: object, job: string): void {
  shown.set(tab, job);
}
