// Plays a live stream in a browser, pauses it and seeks in it as a person would, and says how it went:
//
//   node play.mjs hls|shaka|dash STREAM SOURCE [growing]
//
// `growing` demands that segments are played while they are uploaded. Ends with 0 and a row of players-report.md as its
// last line, else with 1 and what was waited for in vain. Leaves a picture of the page, PLAYER-STREAM.png.

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {Tab} from './chromium.mjs';
import {Downloads} from './downloads.mjs';
import {serve} from './site.mjs';

const LIMIT_MS = 30_000; // for one condition
const POLL_MS = 100;
const HAVE_FUTURE_DATA = 3; // HTMLMediaElement.readyState
const PLAYED_SECONDS = 8;
const PAUSED_SECONDS = 2;
const BACK_SECONDS = 4;
const AFTERWARDS_SECONDS = 2;
const LEAST_FRAMES_PER_SECOND = 12; // of the 25 that there are: a busy machine may drop some
const LEAST_COLOURS = 8;

const [kind, stream, source, growing] = process.argv.slice(2);

/** A player in a tab, which is awaited on conditions. */
class Watch {
  #tab;
  #downloads;
  state;

  constructor(tab, downloads) {
    this.#tab = tab;
    this.#downloads = downloads;
  }

  async until(what, condition) {
    const start = performance.now();
    do {
      this.state = await this.do('state()');
      if (this.state?.faults.length > 0) {
        throw this.#failure(`a fault while this was waited for: ${what}`);
      }
      if (this.state && condition(this.state)) {
        return this.state;
      }
      await delay(POLL_MS);
    } while (performance.now() - start < LIMIT_MS);
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
    return new Error([message, JSON.stringify(this.state, null, 2), ...this.#downloads.problems].join('\n'));
  }
}

async function playPauseAndSeek(watch) {
  const first = await watch.until('the first picture', ({window, ready}) => window && ready >= HAVE_FUTURE_DATA);
  await watch.plays(PLAYED_SECONDS, first.position, 'live');

  await watch.do('pause()');
  const paused = await watch.until('it pauses', state => state.paused);
  const later = paused.window.end + PAUSED_SECONDS;
  await watch.until('the stream goes on while it is paused', ({window}) => window.end >= later);
  await watch.do('resume()');
  await watch.plays(AFTERWARDS_SECONDS, paused.position, 'after a pause');

  const {window, position} = watch.state;
  const target = Math.max(window.start + 1, position - BACK_SECONDS);
  await watch.do(`seek(${target})`);
  await watch.until('it seeks back', ({landed}) => landed !== null && landed < position);
  await watch.plays(AFTERWARDS_SECONDS, target, 'after a seek back');
}

function check(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

/** Seconds below which that part of the values are. */
function quantile(values, part) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted.length > 0 ? `${sorted[Math.floor((sorted.length - 1) * part)].toFixed(2)} s` : '-';
}

function row({name, version, frames, dropped, stalls}, {player, clock}, {segments, growingSegments}) {
  const latencies = [player, clock].flatMap(values => [quantile(values, 0.5), quantile(values, 0.95)]);
  const cells = [name, stream, version, frames, dropped, stalls, `${growingSegments} of ${segments}`, ...latencies];
  return `| ${cells.join(' | ')} |`;
}

async function play(tab, page) {
  const downloads = new Downloads(tab, new URL(source).origin);
  await Promise.all(['Page', 'Runtime', 'Network', 'Log'].map(domain => tab.call(`${domain}.enable`)));
  await tab.call('Page.navigate', {url: page});
  const watch = new Watch(tab, downloads);
  try {
    await playPauseAndSeek(watch);
    check(await watch.do('colours()') >= LEAST_COLOURS, 'there is no picture');
    check(!growing || downloads.growingSegments > 0, 'no segment was played while it was uploaded');
  } finally {
    await writeFile(`${kind}-${stream}.png`.replaceAll(' ', '-'), await tab.screenshot());
  }
  [...watch.state.notes, ...downloads.problems].forEach(problem => console.log(problem));
  console.log(row(watch.state, await watch.do('latencies()'), downloads));
}

const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
const site = await serve();
try {
  const tab = await Tab.open(profile);
  try {
    await play(tab, `${site.origin}/?player=${kind}&source=${encodeURIComponent(source)}`);
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
