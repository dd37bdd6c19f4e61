/** How clients send their names: a notebook's kernel its file, and everybody what it is, each with a number of its own behind. */
const NOTEBOOK = /\.ipynb( #\w+)?$/;
const KIND = /^(panel|kernel)( #\w+)?$/;
const NUMBER = / #\w+$/;

/** Names of clients for a report, in the order in which they are asked for: `notebook 1`, `panel 2`; a file's name is nobody's business. */
export function clientNames(): (client: string) => string {
  const names = new Map<string, string>();
  return client => {
    const known = names.get(client);
    if (known !== undefined || client === '') {
      return known ?? '';
    }
    const kind = NOTEBOOK.test(client) ? 'notebook' : (KIND.exec(client)?.[1] ?? 'client');
    const name = `${kind} ${names.size + 1}`;
    names.set(client, name);
    return name;
  };
}

/** The name of a client's notebook, as it is sent and as it reads; nothing of any other client. */
export function writtenInClient(client: string): string[] {
  const name = client.replace(NUMBER, '');
  return NOTEBOOK.test(client) ? [name, readably(name)] : [];
}

function readably(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
