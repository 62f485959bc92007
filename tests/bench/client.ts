const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface Reply {
  readonly status: number;
  readonly body: Uint8Array;
}

/**
 * One keep-alive connection, HTTP/1.1 by hand: the load generator shares the machine's cores with what it measures, and
 * fetch costs about as much as the route that is the floor. Reads only answers that say their length.
 */
export class Client {
  readonly #connection: Deno.TcpConn;
  #buffer = new Uint8Array(64 * 1024);

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  static async open(origin: string): Promise<Client> {
    const { hostname, port } = new URL(origin);
    const connection = await Deno.connect({ hostname, port: Number(port) });
    connection.setNoDelay(true);
    return new Client(connection);
  }

  async send(request: Uint8Array): Promise<Reply> {
    for (let sent = 0; sent < request.length;) sent += await this.#connection.write(request.subarray(sent));
    for (let have = 0;;) {
      if (have === this.#buffer.length) this.#grow();
      const got = await this.#connection.read(this.#buffer.subarray(have));
      if (got === null) throw new Error("the server closed the connection");
      have += got;
      const reply = readReply(this.#buffer.subarray(0, have));
      if (reply) return reply;
    }
  }

  close(): void {
    this.#connection.close();
  }

  #grow(): void {
    const larger = new Uint8Array(this.#buffer.length * 4);
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}

/** A POST as the bytes on the wire, made once and sent many times. */
export function postBytes(path: string, body: unknown, token = "none"): Uint8Array {
  const bytes = encoder.encode(JSON.stringify(body));
  const head = encoder.encode(
    `POST ${path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${token}\r\n` +
      `content-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`,
  );
  const request = new Uint8Array(head.length + bytes.length);
  request.set(head);
  request.set(bytes, head.length);
  return request;
}

function readReply(bytes: Uint8Array): Reply | undefined {
  const headEnd = endOfHead(bytes);
  if (headEnd < 0) return undefined;
  const head = decoder.decode(bytes.subarray(0, headEnd));
  const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(length)) throw new Error(`an answer without its length:\n${head}`);
  if (bytes.length < headEnd + length) return undefined;
  return { status: Number(head.slice(9, 12)), body: bytes.subarray(headEnd, headEnd + length) };
}

function endOfHead(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) {
    if (bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return at + 4;
  }
  return -1;
}
