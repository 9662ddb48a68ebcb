/** Header from which Kit reads the protocol; a value sent by the client is overwritten. */
export const PROTOCOL_HEADER = 'x-final-two-protocol';
