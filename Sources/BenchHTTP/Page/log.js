// The live log: bounded, newest first, drawn at most once a frame however many events arrive.

import { byID, html, saveFile, setAttribute, setText } from './dom.js';
import { dateAndClock, offsetInWords, parseDuration } from './time.js';

const keptEvents = 2000;
const shownRows = 200;

const changes = { added: 'added', removed: 'removed', changed: 'settings or faults changed' };

const words = {
  device: (data) => changes[data.change] ?? data.change,
  button: (data) => `${data.button} ${data.action}`,
  frame: (data) => (data.display.lit ? `shows ${data.display.text}` : 'goes dark'),
  speech: (data) => `says “${data.speech.text}”`,
  light: (data) => (data.light === 'blinking' ? 'blinks: waits for a touch' : 'stops blinking'),
  message: ({ message }) => conversation(message),
  clock: ({ clock }) => {
    const offset = offsetInWords(Math.round(parseDuration(clock.offset) / 1000) * 1000);
    return `bench clock ${clock.frozen ? 'frozen' : 'runs'} at ${dateAndClock(Date.parse(clock.now)).clock}${offset ? `, ${offset}` : ''}`;
  },
  lost: (data) => `${data.lost} events were missed`,
  link: (data) => data.words,
};

function conversation({ way, direction, command, relyingParty, status, bytes }) {
  const place = way === 'usb' ? 'USB' : 'card';
  const subject = relyingParty ? `${command} for ${relyingParty}` : command;
  const size = bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return direction === 'request'
    ? `${place}: is asked ${subject}, ${size}`
    : `${place}: answers ${subject}: ${status ?? 'done'}, ${size}`;
}

export class EventLog {
  #entries = [];
  #fresh = [];
  #isPaused = false;
  #isDrawing = false;
  #rows = byID('log-rows').querySelector('ol');
  #filter = byID('log-filter');
  #kind = byID('log-kind');

  /** `find(serialNumber)` brings a device into view. */
  constructor(find) {
    this.#filter.addEventListener('input', () => this.#redraw());
    this.#kind.addEventListener('change', () => this.#redraw());
    byID('log-clear').addEventListener('click', () => {
      this.#entries = [];
      this.#redraw();
    });
    byID('log-save').addEventListener('click', () => this.#save());
    byID('log-pause').addEventListener('click', (event) => {
      this.#isPaused = !this.#isPaused;
      setAttribute(event.target, 'aria-pressed', String(this.#isPaused));
      setText(event.target, this.#isPaused ? 'Resume' : 'Pause');
      if (!this.#isPaused) this.#redraw();
    });
    this.#rows.addEventListener('click', (event) => {
      const serial = event.target.closest('button')?.textContent;
      if (serial !== undefined) find(serial);
    });
    // On a narrow screen the log lies under the devices as one line until it is asked for.
    if (matchMedia('(max-width: 999px)').matches) byID('log-panel').open = false;
  }

  add(kind, data) {
    const text = words[kind]?.(data);
    if (text === undefined) return;
    const serial = data.serialNumber ?? '';
    const clock = data.time ? dateAndClock(Date.parse(data.time)).clock : '';
    const entry = { kind, data, serial, text, clock, line: `${clock} ${serial} ${text}`.toLowerCase() };
    this.#entries.push(entry);
    // Trimmed by the hundred: shifting two thousand entries for each event would be wasteful.
    if (this.#entries.length > keptEvents + 100) this.#entries.splice(0, 100);
    this.#fresh.push(entry);
    if (this.#fresh.length > shownRows) this.#fresh.shift();
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #matches(entry) {
    const kind = this.#kind.value;
    return (kind === '' || entry.kind === kind) && entry.line.includes(this.#filter.value.trim().toLowerCase());
  }

  #draw() {
    const fresh = this.#fresh;
    this.#fresh = [];
    const last = fresh.at(-1);
    if (last !== undefined) setText(byID('log-last'), `${last.serial} ${last.text}`);
    if (this.#isPaused) return;
    this.#rows.prepend(...fresh.filter((entry) => this.#matches(entry)).reverse().map(row));
    while (this.#rows.childElementCount > shownRows) this.#rows.lastElementChild.remove();
  }

  #redraw() {
    this.#fresh = [];
    const matching = this.#entries.filter((entry) => this.#matches(entry)).slice(-shownRows);
    this.#rows.replaceChildren(...matching.reverse().map(row));
  }

  #save() {
    const lines = this.#entries.filter((entry) => this.#matches(entry))
      .map((entry) => JSON.stringify({ event: entry.kind, ...entry.data }));
    saveFile('mitid-bench-events.jsonl', new Blob([`${lines.join('\n')}\n`], { type: 'application/jsonl' }));
  }
}

function row(entry) {
  const language = entry.kind === 'speech' ? entry.data.speech.language : undefined;
  return html('li', { 'data-kind': entry.kind },
    html('time', {}, entry.clock), ' ',
    ...(entry.serial ? [html('button', { type: 'button', tabindex: '-1' }, entry.serial), ' '] : []),
    html('span', { lang: language }, entry.text));
}
