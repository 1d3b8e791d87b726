// The bench's HTTP interface: requests, problems in words, and the one event stream.

const tokenKey = 'mitid-bench-token';

/** What went wrong, in words for a person. `name` is the last part of the problem's type, or `unreachable`. */
export class Problem extends Error {
  constructor(message, name, status) {
    super(message);
    this.name = name;
    this.status = status;
  }

  static async from(response) {
    const body = await response.json().catch(() => ({}));
    const name = typeof body.type === 'string' ? body.type.split(':').pop() : 'http';
    const words = body.detail || body.title || `The bench answered ${response.status}.`;
    return new Problem(words, name, response.status);
  }
}

function headers(more = {}) {
  const token = sessionStorage.getItem(tokenKey);
  return token === null ? more : { ...more, Authorization: `Bearer ${token}` };
}

export function useToken(token) {
  sessionStorage.setItem(tokenKey, token);
}

// A browser opens six connections to one host for all its tabs together, and each tab's event stream holds one. A tab
// that has to wait asks the ones in the background to let go of theirs.
const tabs = new BroadcastChannel('mitid-bench');
const waitsTooLong = 1500;

async function request(path, options) {
  let response;
  const waiting = setTimeout(() => tabs.postMessage('full'), waitsTooLong);
  try {
    response = await fetch(path, { cache: 'no-store', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem('The bench does not answer.', 'unreachable');
  } finally {
    clearTimeout(waiting);
  }
  if (!response.ok) throw await Problem.from(response);
  return response;
}

/** One request; answers with the decoded JSON, or undefined for an empty answer. */
export async function call(method, path, body) {
  const options = { method, headers: headers() };
  if (body !== undefined) {
    options.headers = headers({ 'Content-Type': 'application/json' });
    options.body = JSON.stringify(body);
  }
  const response = await request(path, options);
  return response.status === 204 ? undefined : response.json();
}

/** A file of the interface, such as the key container. */
export async function download(path) {
  return (await request(path, { headers: headers() })).blob();
}

/** The path of a device or of something below it. */
export function devicePath(serialNumber, ...rest) {
  return ['/v1/devices', serialNumber, ...rest].map((part, i) => (i ? encodeURIComponent(part) : part)).join('/');
}

/**
 * The event stream, kept open for as long as the page lives.
 * Read with fetch, since EventSource cannot send a token. `handlers`: `opened()`, `event(name, data)`,
 * `closed(problem)` each time it is lost or cannot be had, `rested()` after it was given up for other tabs.
 */
export class EventStream {
  #handlers;
  #failures = 0;
  #wake = () => {};
  #stop = new AbortController();

  constructor(handlers) {
    this.#handlers = handlers;
    this.isOpen = false;
    tabs.addEventListener('message', () => {
      if (document.hidden && this.isOpen) this.#stop.abort();
    });
  }

  async run() {
    for (;;) {
      let problem = new Problem('The bench closed the connection.', 'unreachable');
      try {
        await this.#read();
      } catch (error) {
        problem = error instanceof Problem ? error : new Problem('The connection to the bench broke.', 'unreachable');
      }
      this.isOpen = false;
      if (this.#stop.signal.aborted) {
        this.#stop = new AbortController();
        await backInView();
        this.#handlers.rested();
      } else {
        this.#handlers.closed(problem);
        await this.#pause();
      }
    }
  }

  /** Ends the pause before the next try. */
  retryNow() {
    this.#wake();
  }

  #pause() {
    const seconds = Math.min(5, 0.5 * 2 ** this.#failures);
    this.#failures += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #read() {
    const response = await request('/v1/events', {
      headers: headers({ Accept: 'text/event-stream' }),
      signal: this.#stop.signal,
    });
    this.isOpen = true;
    this.#failures = 0;
    this.#handlers.opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines) this.#line(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
  }

  #name = 'message';
  #data = [];

  /** One line of the stream, HTML Standard, section 9.2.6. */
  #line(line) {
    if (line === '') {
      if (this.#data.length > 0) this.#handlers.event(this.#name, JSON.parse(this.#data.join('\n')));
      this.#name = 'message';
      this.#data = [];
    } else if (line.startsWith('event:')) {
      this.#name = line.slice(6).trim();
    } else if (line.startsWith('data:')) {
      this.#data.push(line.slice(5).trimStart());
    }
  }
}

function backInView() {
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    look();
  });
}
