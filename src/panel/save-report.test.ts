import { saveReport } from './save-report';

test('a report is handed over as a zip of the day’s name', async () => {
  const files: [number, string][] = [];
  const fail = jest.fn();
  const client = { report: async () => new Blob(['zip']) };
  await saveReport(client, { fail, hand: (file, name) => files.push([file.size, name]) });
  expect(files).toEqual([[3, expect.stringMatching(/^jupyterlab-diffusion-report-\d{4}-\d\d-\d\d\.zip$/)]]);
  expect(fail).not.toHaveBeenCalled();
});

test('why there is none is told', async () => {
  const fail = jest.fn();
  const hand = jest.fn();
  const client = { report: () => Promise.reject(new Error('The service can’t be reached.')) };
  await saveReport(client, { fail, hand });
  expect(fail.mock.calls[0][0].message).toBe('The service can’t be reached.');
  expect(hand).not.toHaveBeenCalled();
});
