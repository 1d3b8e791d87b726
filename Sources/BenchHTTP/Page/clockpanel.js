// The bench's clock: the face, its place in the common 30-second step, and the hands on it.

import { byID, setAttribute, setText, showProblem } from './dom.js';
import { dateAndClock, isoTime, offsetInWords } from './time.js';

const commonStep = 30;

export class ClockPanel {
  #time;
  #send;

  /** `send(change)` puts a change to the bench's clock and answers once it is done. */
  constructor(time, send) {
    this.#time = time;
    this.#send = send;
    byID('clock-freeze').addEventListener('click', () => this.#change(time.isFrozen ? { run: true } : { freeze: true }));
    byID('clock-advance').addEventListener('click', () => this.#change({ advance: 'PT30S' }));
    byID('clock-real').addEventListener('click', () => this.#change({ now: isoTime(time.now - time.offset), run: true }));
    byID('clock-set').addEventListener('click', () => this.#toggleForm(byID('clock-form').hidden));
    byID('clock-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#set();
    });
    byID('clock-form').addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.#toggleForm(false);
      byID('clock-set').focus();
    });
  }

  render() {
    const time = this.#time;
    if (!time.isKnown) return;
    const { date, clock } = dateAndClock(time.now);
    setText(byID('clock-time'), clock);
    setAttribute(byID('clock-time'), 'datetime', isoTime(time.now));
    setText(byID('clock-date'), `${date} UTC`);
    const freeze = byID('clock-freeze');
    setText(freeze, time.isFrozen ? 'Run' : 'Freeze');
    setAttribute(freeze, 'aria-pressed', String(time.isFrozen));
    const away = Math.abs(time.offset) < 500 ? undefined : offsetInWords(Math.round(time.offset / 1000) * 1000);
    setText(byID('clock-note'), [time.isFrozen ? 'Frozen' : 'Running', away ?? 'real time'].join(', '));
    byID('clock-real').hidden = away === undefined && !time.isFrozen;
    const second = ((Math.floor(time.now / 1000) % commonStep) + commonStep) % commonStep;
    byID('clock-step').style.transform = `scaleX(${second / commonStep})`;
    setText(byID('clock-step-note'), `${commonStep - second} s left of the step`);
  }

  #toggleForm(open) {
    byID('clock-form').hidden = !open;
    setAttribute(byID('clock-set'), 'aria-expanded', String(open));
    if (!open) return;
    byID('clock-input').value = isoTime(this.#time.now).slice(0, 19).replace('T', ' ');
    byID('clock-input').select();
  }

  async #set() {
    const given = parseUTC(byID('clock-input').value);
    if (Number.isNaN(given)) {
      showProblem(byID('clock-problem'), new Error('Write the time like 2026-11-22 12:00:00; it is taken as UTC.'));
      byID('clock-input').focus();
      return;
    }
    if (await this.#change({ now: isoTime(given) })) {
      this.#toggleForm(false);
      byID('clock-set').focus();
    }
  }

  async #change(change) {
    try {
      await this.#send(change);
      showProblem(byID('clock-problem'), undefined);
      return true;
    } catch (problem) {
      showProblem(byID('clock-problem'), problem);
      return false;
    }
  }
}

/** As people write it, `2026-11-22 12:00:00`, or as the interface does, `2026-11-22T12:00:00Z`; NaN for anything else. */
function parseUTC(text) {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)Z?$/.exec(text.trim());
  return match === null ? NaN : Date.parse(`${match[1]}T${match[2]}Z`);
}
