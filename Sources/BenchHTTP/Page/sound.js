// What the audio code readers say, out loud: one voice at a time, and silent while a key is pressed.

import { devicePath, download } from './api.js';

const offKey = 'mitid-bench-silent';

export class Speaker {
  #player = new Audio();
  #address;
  #asked = 0;
  #serial;

  get isOn() {
    return localStorage.getItem(offKey) === null;
  }

  set isOn(on) {
    if (on) localStorage.removeItem(offKey);
    else localStorage.setItem(offKey, 'yes');
    if (!on) this.stop();
  }

  /** Plays what a reader last said. The problem, if there is no sound, is the caller's to show. */
  async play(serial) {
    this.stop();
    const asked = ++this.#asked;
    const sound = await download(devicePath(serial, 'speech.wav'));
    // Something else was said, or a key pressed, while the sound was on its way.
    if (asked !== this.#asked) return;
    this.#serial = serial;
    this.#address = URL.createObjectURL(sound);
    this.#player.src = this.#address;
    try {
      await this.#player.play();
    } catch (error) {
      // A browser lets nobody be spoken to who has not yet touched the page.
      if (error.name !== 'NotAllowedError' && error.name !== 'AbortError') throw error;
    }
  }

  /** Silence, at once; of one reader only if `serial` is given. */
  stop(serial = this.#serial) {
    if (serial !== this.#serial) return;
    this.#asked += 1;
    this.#player.pause();
    if (this.#address !== undefined) URL.revokeObjectURL(this.#address);
    this.#address = undefined;
    this.#serial = undefined;
  }
}
