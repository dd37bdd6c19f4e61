import { clientNames, writtenInClient } from './client-names';

test('clients are told by what they are and a number, never by a file', () => {
  const nameOf = clientNames();
  const clients = [
    'Anna%20private.ipynb #0a1b2c3d',
    'panel #00ff00ff',
    '',
    'kernel #12345678',
    'Anna%20private.ipynb #0a1b2c3d',
    'Anna'
  ];
  expect(clients.map(nameOf)).toEqual(['notebook 1', 'panel 2', '', 'kernel 3', 'notebook 1', 'client 4']);
});

test('the name of a notebook is known as it is sent and as it reads', () => {
  expect(writtenInClient('%E7%8C%AB.ipynb #0a1b2c3d')).toEqual(['%E7%8C%AB.ipynb', '猫.ipynb']);
  expect(writtenInClient('%E7%.ipynb #0a1b2c3d')).toEqual(['%E7%.ipynb', '%E7%.ipynb']);
  expect(writtenInClient('panel #0a1b2c3d')).toEqual([]);
});
