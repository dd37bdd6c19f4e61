/** Ids of the commands that features call on one another. */
export const Commands = {
  openPanel: 'jupyterlab-diffusion:open-panel',
  fillPanel: 'jupyterlab-diffusion:fill-panel',
  openJob: 'jupyterlab-diffusion:open-job'
} as const;
