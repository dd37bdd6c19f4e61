import type { IDiffusionClient, IDiffusionFailure } from '../tokens';

export type SaveReportOptions = {
  /** Tells why there is none. */
  fail(reason: IDiffusionFailure): unknown;
  /** Hands a file over to the person. */
  hand?(file: Blob, name: string): void;
};

/** Has the service make its report, and hands it over as a file of the day's name. */
export async function saveReport(
  client: Pick<IDiffusionClient, 'report'>,
  { fail, hand = download }: SaveReportOptions
): Promise<void> {
  try {
    hand(await client.report(), `jupyterlab-diffusion-report-${new Date().toISOString().slice(0, 10)}.zip`);
  } catch (reason) {
    await fail(reason as IDiffusionFailure);
  }
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
