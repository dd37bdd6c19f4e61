export { bundleOf } from './bundle';
export { DOMAIN, loadText, type LanguagePreference } from './language';
