import { createServer } from 'node:net';
import * as os from 'node:os';
import { openssl } from '../integ/openssl';
import { freePort, LOOPBACK } from '../integ/ports';
import { MissingError } from '../integ/python';

test('without openssl: what to install, in one line', () => {
  const { PATH } = process.env;
  process.env.PATH = '/nowhere';
  try {
    expect(() => openssl(os.tmpdir(), 'version')).toThrow(new MissingError('The deployed tests need openssl: apt-get install -y openssl'));
  } finally {
    process.env.PATH = PATH;
  }
});

test('a free port can be listened on', async () => {
  const server = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => { server.listen(port, LOOPBACK, resolve); });
  await new Promise((resolve) => { server.close(resolve); });
});
