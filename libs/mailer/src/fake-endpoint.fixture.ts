import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly head: string;
  readonly body: string;
}

/** What the endpoint does: on a connection, on the first bytes of a request, on a complete request. */
export interface Behaviour {
  readonly onConnection?: (socket: Socket) => void;
  readonly onFirstBytes?: (socket: Socket) => void;
  readonly onRequest?: (socket: Socket, request: SeenRequest, index: number) => void;
}

export const ACCEPTED_BODY = '{"MessageId":"0106019a0000-11111111-000000"}';

/** A whole HTTP answer. */
export function httpAnswer(status: number, body: string, headers: readonly string[] = []): string {
  const lines = [`HTTP/1.1 ${status} X`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/**
 * An endpoint on bare TCP, so that a test can break a call anywhere. It counts every request whose first bytes arrived,
 * which is what shows whether anything was written twice.
 */
export class FakeEndpoint {
  readonly requests: SeenRequest[] = [];
  begun = 0;
  connections = 0;
  open = 0;
  mostOpen = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(private readonly behaviour: Behaviour) {
    this.server = createServer({ noDelay: true }, (socket) => this.serve(socket));
  }

  /** Starts on a free port of 127.0.0.1 (or the given one) and answers the port. */
  listen(port = 0): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.connections++;
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.open--;
      this.sockets.delete(socket);
    });
    this.behaviour.onConnection?.(socket);
    let pending = '';
    socket.on('data', (chunk: Buffer) => {
      if (pending === '') {
        this.begun++;
        this.behaviour.onFirstBytes?.(socket);
      }
      pending = this.takeRequest(socket, pending + chunk.toString('latin1'));
    });
  }

  private takeRequest(socket: Socket, received: string): string {
    const end = received.indexOf('\r\n\r\n');
    const head = received.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (end < 0 || received.length < end + 4 + length) return received;
    const request = { head, body: received.slice(end + 4, end + 4 + length) };
    this.requests.push(request);
    if (this.behaviour.onRequest) this.behaviour.onRequest(socket, request, this.requests.length - 1);
    else socket.write(httpAnswer(200, ACCEPTED_BODY));
    return received.slice(end + 4 + length);
  }
}
