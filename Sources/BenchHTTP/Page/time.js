// Bench time and how times and spans are written.

/** The bench's clock as this page follows it, without asking again; the browser's own clock plays no part. */
export class BenchTime {
  #reading = 0;
  #takenAt = 0;

  constructor() {
    this.isKnown = false;
    this.isFrozen = false;
    this.offset = 0;
    /** Counts the updates, so that what was computed from an older reading can tell. */
    this.generation = 0;
  }

  /** Takes over what `GET /v1/clock` or a clock event said. */
  update(clock) {
    this.#reading = Date.parse(clock.now);
    this.#takenAt = performance.now();
    this.isFrozen = clock.frozen;
    this.offset = parseDuration(clock.offset);
    this.isKnown = true;
    this.generation += 1;
  }

  /** Milliseconds since the Unix epoch on the bench. */
  get now() {
    return this.isFrozen ? this.#reading : this.#reading + (performance.now() - this.#takenAt);
  }
}

/** A device's own time, from what it said of its clock when the bench's clock showed `benchThen`. */
export function deviceNow(clock, benchThen, benchNow) {
  if (clock.frozen) return Date.parse(clock.now);
  const passed = benchNow - benchThen;
  return benchNow + parseDuration(clock.offset) + (passed * clock.driftPPM) / 1e6;
}

/** Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds; 0 for anything else. */
export function parseDuration(text = 'PT0S') {
  const match = /^([+-]?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (match === null) return 0;
  const [, sign, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Math.round(Number(seconds) * 1000);
  return sign === '-' ? -total : total;
}

export function formatDuration(milliseconds) {
  const seconds = Math.abs(Math.round(milliseconds)) / 1000;
  return `${milliseconds < 0 ? '-' : ''}PT${Number(seconds.toFixed(3))}S`;
}

/** Never throws: a clock may be set further than a JavaScript date reaches. */
export function isoTime(milliseconds) {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** `2026-11-22` and `12:00:00`. */
export function dateAndClock(milliseconds) {
  const [date = '', clock = ''] = isoTime(milliseconds).split('T');
  return { date, clock: clock.slice(0, 8) };
}

const units = [['year', 31_557_600_000], ['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1000]];

/** A span in at most two units: `3 min 20 s`, `577 years`. */
export function spanInWords(milliseconds) {
  let rest = Math.abs(milliseconds);
  if (rest < 1000) return `${Math.round(rest)} ms`;
  const words = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${name === 'year' && count > 1 ? 'years' : name}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(' ');
}

/** `2 s ahead`, `3 min behind`, or undefined when level. */
export function offsetInWords(milliseconds) {
  if (Math.abs(milliseconds) < 1) return undefined;
  return `${spanInWords(milliseconds)} ${milliseconds > 0 ? 'ahead' : 'behind'}`;
}
