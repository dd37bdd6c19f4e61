import type { MessageCode } from './catalogue';
import type { kernelMessages } from './kernel';

/** A code that an error, a remark or a diagnosis can bear: the service's, or of the Jupyter server before it. */
export type Code = MessageCode | keyof typeof kernelMessages;

/** Whether something said has one of these codes. On the wire a code is any text; what is asked for must be one there is. */
export function hasCode(said: { code?: string } | null | undefined, ...codes: readonly Code[]): boolean {
  return said?.code !== undefined && (codes as readonly string[]).includes(said.code);
}
