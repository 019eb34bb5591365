// A client of the HTTP API with built-ins alone: session cookie, CSRF token, problem+json.

/** An answer that says no; `code` is stable, `errors` names the fields (docs/api.md). */
export class Problem extends Error {
  constructor(method, path, { status, code, title, errors = [] }) {
    super(`${method} ${path}: ${status} ${code}: ${title} ${errors.map((e) => `${e.field} ${e.code}`).join(', ')}`);
    this.status = status;
    this.code = code;
  }
}

export class KubariClient {
  #cookie = '';
  #csrfToken = '';

  constructor(url) {
    this.url = url;
  }

  /** The same session without its CSRF token: what a forged request would be. */
  withoutCsrfToken() {
    const other = new KubariClient(this.url);
    other.#cookie = this.#cookie;
    return other;
  }

  /** Signs in, or makes the first administrator: both answer with a session. */
  async openSession(path, body) {
    const response = await this.#request('POST', path, JSON.stringify(body), 'application/json');
    this.#cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const session = await response.json();
    this.#csrfToken = session.csrfToken;
    return session.user;
  }

  /** One call with JSON in and out. */
  async call(method, path, body) {
    const response = await this.#request(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      'application/json',
    );
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  }

  get = (path) => this.call('GET', path);
  post = (path, body = {}) => this.call('POST', path, body);
  patch = (path, body) => this.call('PATCH', path, body);

  /** A file as the body of a PUT. */
  async upload(path, bytes) {
    return (await this.#request('PUT', path, bytes, 'text/csv')).json();
  }

  /** The bytes of a download. */
  async download(path) {
    return Buffer.from(await (await this.#request('GET', path)).arrayBuffer());
  }

  /** All items of a paged list, page by page. */
  async all(path) {
    const items = [];
    for (let cursor = ''; cursor !== null;) {
      const page = await this.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${cursor}`}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  /** Follows the server-sent events of a path until `enough(event)` or the signal ends it; resolves to what was heard. */
  async follow(path, enough, signal) {
    const heard = [];
    try {
      const response = await this.#request('GET', path, undefined, undefined, signal);
      let text = '';
      for await (const bytes of response.body.pipeThrough(new TextDecoderStream())) {
        const messages = (text + bytes).split('\n\n');
        text = messages.pop();
        for (const message of messages.filter((one) => one.startsWith('data: '))) {
          heard.push(JSON.parse(message.slice('data: '.length)));
          if (enough(heard.at(-1))) return heard;
        }
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
    return heard;
  }

  async #request(method, path, body, contentType, signal) {
    const headers = { cookie: this.#cookie };
    if (contentType) headers['content-type'] = contentType;
    if (method !== 'GET') headers['x-csrf-token'] = this.#csrfToken;
    const response = await fetch(this.url + path, { method, headers, body, signal });
    if (response.ok) return response;
    const text = await response.text();
    let problem;
    try {
      problem = JSON.parse(text);
    } catch {
      problem = { code: 'no-problem-json', title: text.slice(0, 200) };
    }
    throw new Problem(method, path, { ...problem, status: response.status });
  }
}

/** The control API of apps/ses-sandbox: what reached the stand-in for Amazon SES. */
export class Sandbox {
  constructor(url) {
    this.url = url;
  }

  /** Mails, newest first, that carry a tag; every mail of a delivery has its id in the tag `m`. */
  async messagesWithTag(name, value) {
    const { messages } = await readJson(`${this.url}/_sandbox/messages?tag=${name}:${value}&limit=500`);
    return messages;
  }

  async messagesTo(address) {
    return (await readJson(`${this.url}/_sandbox/messages?to=${encodeURIComponent(address)}`)).messages;
  }

  /** A mail with headers, text, HTML, links and the events that were published for it. */
  message(id) {
    return readJson(`${this.url}/_sandbox/messages/${id}`);
  }
}

async function readJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${(await response.text()).slice(0, 200)}`);
  return response.json();
}
