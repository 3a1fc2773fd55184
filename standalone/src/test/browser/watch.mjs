// A player on its page in a browser, and how a scenario waits for what it does.

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {Tab} from './chromium.mjs';
import {Downloads} from './downloads.mjs';
import {serve} from './site.mjs';

const LIMIT_MS = 30_000; // for one condition, where a scenario says nothing else
const POLL_MS = 100;
const LEAST_FRAMES_PER_SECOND = 12; // of the 25 that there are: a busy machine may drop some

/** A player in a tab, which is awaited on conditions. */
class Watch {
  #tab;
  #limitMs;
  downloads;
  state;

  constructor(tab, downloads, limitMs) {
    this.#tab = tab;
    this.#limitMs = limitMs;
    this.downloads = downloads;
  }

  async until(what, condition) {
    const start = performance.now();
    do {
      this.state = await this.do('state()');
      if (this.state?.faults.length > 0) {
        throw this.#failure(`a fault while this was waited for: ${what}`);
      }
      if (this.state && await condition(this.state)) {
        return this.state;
      }
      await delay(POLL_MS);
    } while (performance.now() - start < this.#limitMs);
    throw this.#failure(`waited in vain: ${what}`);
  }

  /** Media is played from a position on, and its pictures are decoded. */
  async plays(seconds, from, what) {
    const {frames: before} = this.state;
    await this.until(`${seconds} s are played ${what}`, ({position}) => position >= from + seconds);
    await this.until(`its pictures are decoded ${what}`,
        ({frames}) => frames - before >= seconds * LEAST_FRAMES_PER_SECOND);
  }

  do(action) {
    return this.#tab.evaluate(`window.watched?.${action}`);
  }

  #failure(message) {
    return new Error([message, JSON.stringify(this.state, null, 2), ...this.downloads.problems].join('\n'));
  }
}

/**
 * Lets a player play a source in a browser of its own while a scenario watches it. The process ends with 1 if the scenario
 * fails. What it leaves behind is named after it: NAME.png, a picture of the page.
 */
export async function watch({kind, source, name, settings = {}, limitMs = LIMIT_MS}, scenario) {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const site = await serve();
  try {
    const tab = await Tab.open(profile);
    try {
      const downloads = new Downloads(tab, new URL(source).origin);
      await Promise.all(['Page', 'Runtime', 'Network', 'Log'].map(domain => tab.call(`${domain}.enable`)));
      const query = new URLSearchParams({player: kind, source, settings: JSON.stringify(settings)});
      await tab.call('Page.navigate', {url: `${site.origin}/?${query}`});
      try {
        await scenario(new Watch(tab, downloads, limitMs));
      } finally {
        await writeFile(`${name}.png`, await tab.screenshot());
      }
    } finally {
      await tab.close();
    }
  } catch (failure) {
    console.error(failure.message);
    process.exitCode = 1;
  } finally {
    site.close();
    await rm(profile, {recursive: true, force: true, maxRetries: 10});
  }
}
