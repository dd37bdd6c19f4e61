import { LabIcon } from '@jupyterlab/ui-components';
import { paths, type IconName } from './paths';

/** The same glyphs as LabIcons, for the places where Lab draws them: side bar, tabs, menus, commands. */
function labIcon(name: IconName): LabIcon {
  const drawn = paths[name].map(
    path => `<path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="${path}"/>`
  );
  return new LabIcon({
    name: `jupyterlab-diffusion:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">${drawn.join('')}</svg>`
  });
}

export const gridIcon = labIcon('grid');
export const insertIcon = labIcon('insert');
export const folderIcon = labIcon('folder');
export const runIcon = labIcon('play');
export const stopIcon = labIcon('stop');
