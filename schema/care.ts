/**
 * Picture care as a whole: which parameters it is, whether a cell has any, and the cell without it. A cell may be care
 * alone: its model is `none`, and it begins with a picture that was given.
 */
import { type AllParams, type CellOptions, type CellParams, options } from './catalogue';
import { isFilterUpscaler } from './upscalers';

const NAMES: ReadonlySet<string> = new Set(
  options.filter(({ group }) => group === 'care').map(({ name }) => name)
);

/** The model of a cell that draws nothing. */
export const NO_MODEL = 'none';

/** Whether a cell draws nothing, and cares for the picture that it was given. */
export function isCareAlone({ model }: Pick<CellParams, 'model'>): boolean {
  return model === NO_MODEL;
}

/** Whether a parameter may be said of a cell that draws nothing. */
export function isOfCareAlone(name: string): boolean {
  return NAMES.has(name) || name === 'model' || name === 'init_image' || name === 'extra_generation_params';
}

/** The cell whose picture is cared for: the same without care. */
export function withoutCare(params: CellParams): CellParams {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !NAMES.has(name))) as CellParams;
}

/** What of a cell is care. */
export function careOf(params: CellParams): Partial<CellOptions> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => NAMES.has(name)));
}

/** Whether something is done with the picture of a cell once it is drawn. */
export function hasCare(params: CellParams): boolean {
  return Object.keys(params).some(name => NAMES.has(name));
}

/** Parameters whose value may be the name of a network's file. */
const OF_NETWORKS = ['upscaler', 'upscaler_2'] as const satisfies readonly (keyof CellOptions)[];

/** The networks' files that care names, by the parameters that name them. */
export function networksNamed(params: Partial<AllParams>): [param: keyof CellOptions, name: string][] {
  return OF_NETWORKS.flatMap(param => {
    const name = params[param];
    return name !== undefined && !isFilterUpscaler(name)
      ? [[param, name] as [keyof CellOptions, string]]
      : [];
  });
}
