/** Ids of the commands that features call on one another. */
export const Commands = {
  openPanel: 'jupyterlab-diffusion:open-panel',
  run: 'jupyterlab-diffusion:run',
  insertCell: 'jupyterlab-diffusion:insert-cell',
  loadCell: 'jupyterlab-diffusion:load-cell',
  findParameter: 'jupyterlab-diffusion:find-parameter',
  fillPanel: 'jupyterlab-diffusion:fill-panel',
  openJob: 'jupyterlab-diffusion:open-job',
  cancelAll: 'jupyterlab-diffusion:cancel-all'
} as const;
