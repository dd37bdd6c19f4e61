export { Icon } from './icon';
export { paths, type IconName } from './paths';
