// How the devices look. The colours are in bench.css; the measures are here.

import { html, setAttribute, svg } from './dom.js';

// A cell is 24 by 44, a segment 5 thick with pointed ends; cells stand 32 apart, the point between them.
const half = 2.5;
const gap = 0.7;
const advance = 32;

function across(y) {
  const [left, right] = [half + gap, 24 - half - gap];
  return `M${left} ${y}l${half} ${-half}H${right - half}l${half} ${half}l${-half} ${half}H${left + half}z`;
}

function down(x, from, to) {
  const [top, bottom] = [from + gap, to - gap];
  return `M${x} ${top}l${half} ${half}V${bottom - half}l${-half} ${half}l${-half} ${-half}V${top + half}z`;
}

const segmentPaths = {
  a: across(2.5),
  b: down(21.5, 2.5, 22),
  c: down(21.5, 22, 41.5),
  d: across(41.5),
  e: down(2.5, 22, 41.5),
  f: down(2.5, 2.5, 22),
  g: across(22),
  p: 'M25.6 41.5a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0z',
};

function cellPath(letters) {
  return [...letters].map((letter) => segmentPaths[letter] ?? '').join('');
}

/** The liquid crystal display of a device: an image with the code in words as its accessible name. */
export class LiquidCrystal {
  #cells = svg('g', { transform: 'translate(7 3) skewX(-5)' });
  #battery = svg('path', { class: 'lcd-battery', d: 'M1 2h12v2h2v4h-2v2h-12zM2.5 3.5v5h2v-5z', 'fill-rule': 'evenodd' });
  #image = svg('svg', { class: 'lcd-digits', 'aria-hidden': 'true' }, this.#cells);
  #pairs = [];

  constructor() {
    this.element = html(
      'div', { class: 'lcd', role: 'img' }, this.#image,
      svg('svg', { class: 'lcd-signs', viewBox: '0 0 16 12', 'aria-hidden': 'true' }, this.#battery),
    );
  }

  /** `display` as `GET /v1/devices/{serial}/display` answers it; a dark one shows its `digits` cells empty. */
  show(display, digits, name) {
    const count = Math.max(display.segments.length, digits);
    if (count !== this.#pairs.length) this.#layOut(count);
    for (const [i, lit] of this.#pairs.entries()) setAttribute(lit, 'd', cellPath(display.segments[i] ?? ''));
    this.#battery.classList.toggle('on', display.lowBattery);
    this.element.classList.toggle('lit', display.lit);
    setAttribute(this.element, 'aria-label', `Display of ${name}: ${displayInWords(display)}`);
  }

  #layOut(count) {
    const ghost = cellPath('abcdefg');
    this.#pairs = Array.from({ length: count }, () => svg('path', { class: 'ink' }));
    this.#cells.replaceChildren(...this.#pairs.map((lit, i) =>
      svg('g', { transform: `translate(${i * advance} 0)` }, svg('path', { class: 'ghost', d: ghost }), lit)));
    setAttribute(this.#image, 'viewBox', `0 0 ${count * advance + 4} 51`);
  }
}

/** The digits one by one, as a screen reader should say them. */
export function displayInWords(display) {
  const code = !display.lit ? 'dark' : hasCode(display) ? [...display.text].join(' ') : 'lit without a code';
  return display.lowBattery ? `${code}, battery low` : code;
}

/** A lit display may show dashes: the device could not make a code. */
export function hasCode(display) {
  return display.lit && /^[0-9]+$/.test(display.text);
}

function printedSerial(serialNumber) {
  return `S/N ${serialNumber.length > 24 ? `${serialNumber.slice(0, 23)}…` : serialNumber}`;
}

/** The case of the code display, button at the holder's left. */
export function codeDisplayCase(serialNumber) {
  return svg(
    'svg', { class: 'case', viewBox: '0 0 360 136', 'aria-hidden': 'true' },
    svg('rect', { class: 'shell', x: 1, y: 1, width: 358, height: 134, rx: 34 }),
    svg('rect', { class: 'shell-face', x: 7, y: 7, width: 346, height: 122, rx: 28 }),
    svg('circle', { class: 'well', cx: 66, cy: 68, r: 40 }),
    svg('rect', { class: 'bezel', x: 124, y: 22, width: 212, height: 72, rx: 9 }),
    svg('text', { class: 'print', x: 330, y: 115, 'text-anchor': 'end' }, printedSerial(serialNumber)),
  );
}

/** The case of the chip: a fob for a key ring, plug to the right, the sign of its radio field to the left. */
export function chipCase(serialNumber) {
  const waves = [7, 13, 19].map((radius) => svg('path', {
    class: 'wave', d: `M${94 - radius * 0.6} ${68 - radius}a${radius} ${radius} 0 0 0 0 ${radius * 2}`,
  }));
  return svg(
    'svg', { class: 'case', viewBox: '0 0 300 136', 'aria-hidden': 'true' },
    svg('g', { class: 'plug' },
      svg('rect', { x: 226, y: 46, width: 60, height: 44, rx: 3 }),
      svg('rect', { class: 'hole', x: 262, y: 54, width: 9, height: 9 }),
      svg('rect', { class: 'hole', x: 262, y: 73, width: 9, height: 9 })),
    svg('path', { class: 'shell', 'fill-rule': 'evenodd',
      d: 'M52 18h150a32 32 0 0 1 32 32v36a32 32 0 0 1-32 32h-150a50 50 0 0 1 0-100zM24 68a9 9 0 1 0 18 0a9 9 0 1 0-18 0z' }),
    svg('circle', { class: 'well', cx: 148, cy: 62, r: 37 }),
    svg('circle', { class: 'ring', cx: 148, cy: 62, r: 34 }),
    svg('g', { class: 'field-sign' }, ...waves),
    svg('text', { class: 'print', x: 224, y: 112, 'text-anchor': 'end' }, printedSerial(serialNumber)),
  );
}

/** The case of the audio code reader: a small calculator, loudspeaker where a phone has its star key. */
export function audioCodeReaderCase(serialNumber) {
  const holes = [];
  for (let row = -2; row <= 2; row += 1) {
    for (let column = -2; column <= 2; column += 1) {
      if (Math.abs(row) + Math.abs(column) < 4) holes.push(svg('circle', { cx: 57 + column * 9, cy: 354 + row * 9, r: 2 }));
    }
  }
  return svg(
    'svg', { class: 'case', viewBox: '0 0 250 404', 'aria-hidden': 'true' },
    svg('rect', { class: 'shell', x: 1, y: 1, width: 248, height: 402, rx: 26 }),
    svg('rect', { class: 'shell-face', x: 6, y: 6, width: 238, height: 392, rx: 21 }),
    svg('rect', { class: 'bezel', x: 20, y: 22, width: 210, height: 90, rx: 9 }),
    svg('text', { class: 'print', x: 224, y: 132, 'text-anchor': 'end' }, printedSerial(serialNumber)),
    svg('g', { class: 'speaker' }, ...holes),
  );
}
