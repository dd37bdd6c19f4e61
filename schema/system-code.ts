/** The code of an error of the operating system, as `ENOENT`; of any other error its message. */
export function systemCode(error: unknown): string {
  const { code, message } = error as Error & { code?: string };
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : message;
}
