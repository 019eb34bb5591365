import type { Agent, TestApi } from './http.js';
import type { TestWorker } from './worker.js';

/** Choices of an import beside its file; what is left out is as the preview suggests. */
export interface ImportOptions {
  readonly mapping?: readonly string[];
  readonly hasHeader?: boolean;
  readonly operation?: string;
  readonly target?: string;
  readonly groupId?: string;
  readonly overwrite?: boolean;
  readonly emptyCells?: 'keep' | 'blank';
  readonly consent?: { readonly basis: string; readonly note: string };
  readonly report?: string;
}

/** An import as the API tells it, as far as specs look at it. */
export interface ImportSeen {
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly outcomes: readonly { readonly outcome: string; readonly rows: number }[];
  readonly failure: string | null;
  readonly failureRow: number | null;
  readonly undo: Readonly<Record<string, unknown>> | null;
  readonly undoUntil: string | null;
  readonly laundering: Readonly<Record<string, number>> | null;
  readonly [other: string]: unknown;
}

/** Imports as a user does them, over HTTP. */
export class Importing {
  constructor(
    readonly agent: Agent,
    private readonly worker: TestWorker,
  ) {}

  /** Uploads a file; returns the id. */
  async send(content: Uint8Array | string): Promise<string> {
    const bytes = Buffer.from(content as string);
    const announced = { fileName: '顧客.csv', fileBytes: bytes.length };
    const created = await this.agent.post('/api/imports').send(announced).expect(201);
    const id = created.body.id as string;
    await this.agent.put(`/api/imports/${id}/content`).set('Content-Type', 'text/csv').send(bytes).expect(200);
    return id;
  }

  /** The settings of a request, completed from the preview. */
  async settings(id: string, options: ImportOptions = {}): Promise<Record<string, unknown>> {
    const { body } = await this.agent.get(`/api/imports/${id}/preview`).expect(200);
    return {
      encoding: body.encoding,
      delimiter: body.delimiter,
      hasHeader: true,
      mapping: body.suggestedMapping,
      overwrite: false,
      emptyCells: 'keep',
      ...options,
    };
  }

  /** Uploads and queues a file; returns the id. */
  async upload(content: Uint8Array | string, options: ImportOptions = {}): Promise<string> {
    const id = await this.send(content);
    await this.agent
      .post(`/api/imports/${id}/start`)
      .send(await this.settings(id, options))
      .expect(200);
    return id;
  }

  /** Uploads a file and waits for its end. */
  async run(content: Uint8Array | string, options: ImportOptions = {}): Promise<ImportSeen> {
    const id = await this.upload(content, options);
    await this.worker.drain();
    return this.find(id);
  }

  async find(id: string): Promise<ImportSeen> {
    return (await this.agent.get(`/api/imports/${id}`).expect(200)).body as ImportSeen;
  }

  /** Takes an import back and waits for that. */
  async undo(id: string): Promise<ImportSeen> {
    await this.agent.post(`/api/imports/${id}/undo`).expect(202);
    await this.worker.drain();
    return this.find(id);
  }

  /** Lines of the result file. */
  async resultLines(id: string, query = ''): Promise<string[]> {
    const response = await this.agent
      .get(`/api/imports/${id}/result.csv${query}`)
      .buffer(true)
      .parse(asBytes)
      .expect(200);
    return (response.body as Buffer)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n');
  }

  /** The last column of the result file, without its heading. */
  async results(id: string): Promise<string[]> {
    const lines = await this.resultLines(id);
    if (!lines[0]?.endsWith(',"処理結果"')) throw new Error(`No heading of the results: ${lines[0]}`);
    return lines.slice(1).map((line) => /,"([^"]*)"$/.exec(line)?.[1] ?? line);
  }
}

/** Starts an agent's imports. */
export async function importing(api: TestApi, worker: TestWorker, agent?: Agent): Promise<Importing> {
  return new Importing(agent ?? (await api.asAdmin()), worker);
}

function asBytes(answer: unknown, done: (error: Error | null, body: unknown) => void): void {
  const response = answer as NodeJS.ReadableStream;
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}
