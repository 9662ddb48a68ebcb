/** One message of a stream of server-sent events: its fields by name; a comment has the name ''. */
type Message = Record<string, string>;

/** Opens an event stream and gives its messages one by one; whoever stops reading closes it. */
export async function* openStream(address: string): AsyncGenerator<Message> {
  const response = await fetch(address);
  if (!response.ok || !response.body) throw new Error(`${address} answered ${response.status}`);
  let text = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) yield parse(message);
  }
}

function parse(message: string): Message {
  const fields = message.split('\n').map((line) => {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
    return [name, value];
  });
  return Object.fromEntries(fields);
}
