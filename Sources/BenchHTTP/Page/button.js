// A button of a device under a finger, a key or a screen reader.

const holdAfter = 500;

/**
 * Turns what is done to an HTML button into what is done to a device's button: a tap is one `press`; held longer
 * than half a second it is `hold` and, at the end, `release`.
 */
export class DeviceButton {
  #act;
  #timer;
  #swallowClick = false;

  constructor(element, act) {
    this.element = element;
    this.#act = act;
    this.isDown = false;
    this.isHeld = false;
    element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      this.down();
    });
    element.addEventListener('pointerup', () => this.#end());
    element.addEventListener('pointercancel', () => this.#end());
    element.addEventListener('blur', () => this.#end());
    element.addEventListener('keydown', (event) => {
      if (event.repeat && (event.key === ' ' || event.key === 'Enter')) event.preventDefault();
      else if (event.key === ' ') this.down();
    });
    element.addEventListener('keyup', (event) => {
      if (event.key === ' ' && this.#end()) event.preventDefault();
    });
    element.addEventListener('click', () => {
      const swallow = this.#swallowClick;
      this.#swallowClick = false;
      if (!swallow) this.press();
    });
  }

  press() {
    this.element.classList.add('tapped');
    setTimeout(() => this.element.classList.remove('tapped'), 140);
    this.#act('press');
  }

  down() {
    this.isDown = true;
    this.#swallowClick = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hold(), holdAfter);
  }

  /** Held from now on, without waiting the half second: another key was pressed meanwhile. */
  hold() {
    if (!this.isDown || this.isHeld) return;
    clearTimeout(this.#timer);
    this.isHeld = true;
    this.#act('hold');
  }

  /** Let go; a tap counts as a press. For keys that make no click of their own. */
  up() {
    const wasDown = this.isDown;
    if (!this.#end() && wasDown) this.press();
    this.#swallowClick = false;
  }

  /** Let go without pressing; says whether it had been held. */
  cancel() {
    this.#end();
  }

  #end() {
    clearTimeout(this.#timer);
    const wasHeld = this.isHeld;
    this.isDown = false;
    this.isHeld = false;
    if (wasHeld) {
      this.#swallowClick = true;
      this.#act('release');
    }
    return wasHeld;
  }
}
