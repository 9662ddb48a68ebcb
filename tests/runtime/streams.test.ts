// The end of event streams, as their connections see it.
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { query } from './records.ts';
import { until } from '../setup/site.ts';
import { useSite } from './site.ts';

const shared = useSite();

test('the end of a session closes the connection of its stream, also of a reader who takes nothing more', async () => {
  const { dataDir, port } = shared.site;
  const secret = randomBytes(20).toString('hex');
  const hash = createHash('sha256').update(secret).digest('hex');
  const [account] = await query(dataDir, `INSERT INTO account (handle) VALUES ('a-reader') RETURNING id`);
  await query(
    dataDir,
    `INSERT INTO session (secret_hash, account_id, expires_at, ends_at)
     VALUES ($1, $2, now() + interval '1 hour', now() + interval '2 hours')`,
    [hash, account!['id']],
  );

  const open = async (cookie: string) => {
    let received = '';
    let isClosed = false;
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('data', (bytes) => (received += bytes.toString()));
    // Ended by an end of the other side, or by a reset.
    for (const event of ['end', 'error', 'close']) socket.on(event, () => (isClosed = true));
    socket.write(`GET /live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${cookie}\r\n`);
    await until(() => received.includes('event: crowd'), 'the first odds');
    return { isClosed: () => isClosed };
  };
  const member = await open(`Cookie: session=${secret}\r\n`);
  const visitor = await open('');
  await query(dataDir, 'DELETE FROM session WHERE secret_hash = $1', [hash]);
  await until(() => member.isClosed(), 'the end of the connection');
  expect(visitor.isClosed()).toBe(false);
});
