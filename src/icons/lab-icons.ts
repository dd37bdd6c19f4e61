import { LabIcon } from '@jupyterlab/ui-components';
import { paths, type IconName } from './paths';

const made = new Map<IconName, LabIcon>();

/** The same glyphs as LabIcons, for the places where Lab draws them: side bar, tabs, menus, commands. */
export function labIcon(name: IconName): LabIcon {
  const icon = made.get(name) ?? new LabIcon({ name: `jupyterlab-diffusion:${name}`, svgstr: svg(name) });
  made.set(name, icon);
  return icon;
}

export const gridIcon = labIcon('grid');

function svg(name: IconName): string {
  const drawn = paths[name].map(
    path => `<path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="${path}"/>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">${drawn.join('')}</svg>`;
}
