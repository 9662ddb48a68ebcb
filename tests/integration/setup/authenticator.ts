// An authenticator in software: answers of the attestation format `none`, as browsers give them, also ones that no device
// gives.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';

/** Flags of the answer: the person was there and is verified, and a key is attached. */
const FLAGS = 0x45;
const AAGUID_BYTES = 16;
const COUNTER_BYTES = 4;

interface Asked {
  challenge: string;
  domain: string;
  origin: string;
  /** The id that the credential gets. */
  id?: Buffer;
}

/** The answer, as JSON, to somebody who adds or joins by a passkey. */
export function registrationAnswer({ challenge, domain, origin, id = randomBytes(16) }: Asked): string {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  // COSE: key type 2, algorithm ES256, curve 1, and the two coordinates as 32 bytes each.
  const key = Buffer.concat([
    Buffer.from('a50102032620012158' + '20', 'hex'),
    Buffer.from(x!, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y!, 'base64url'),
  ]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const data = Buffer.concat([
    createHash('sha256').update(domain).digest(),
    Buffer.from([FLAGS]),
    Buffer.alloc(COUNTER_BYTES + AAGUID_BYTES),
    length,
    id,
    key,
  ]);
  const dataLength = Buffer.alloc(2);
  dataLength.writeUInt16BE(data.length);
  // CBOR: {fmt: "none", attStmt: {}, authData: bytes}
  const attestation = Buffer.concat([
    Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
    dataLength,
    data,
  ]);
  const client = JSON.stringify({ type: 'webauthn.create', challenge, origin, crossOrigin: false });
  const name = id.toString('base64url');
  return JSON.stringify({
    id: name,
    rawId: name,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: Buffer.from(client).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
    },
  });
}
