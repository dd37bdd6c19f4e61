import type { HTMLAttributes, ReactElement } from 'react';
import { classes } from './classes';

type FieldProps = { wrong?: boolean; 'data-wide'?: boolean } & HTMLAttributes<HTMLSpanElement>;

/** The frame of an input: one firm line below, red where what is in it is wrong. */
export function Field({ wrong, className, ...rest }: FieldProps): ReactElement {
  return <span className={classes('jd-Field', wrong && 'jd-mod-wrong', className)} {...rest} />;
}
