/** The type under which a notebook keeps its copy of a grid; apart from the reader, so that finding an output loads nothing. */
export const SWEEP_MIME = 'application/vnd.jupyterlab-diffusion.sweep+json';
