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
    byID('clock-input').value = isoTime(this.#time.now).slice(0, 19);
    byID('clock-input').focus();
  }

  async #set() {
    const given = new Date(`${byID('clock-input').value}Z`);
    if (await this.#change({ now: isoTime(given.getTime()) })) {
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
