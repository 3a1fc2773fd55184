// Plays a live stream through the shaper while an operator changes the rules of its session, and says what the player did:
//
//   node rules.mjs hls|dash SHAPER CONTROL PATH
//
// SHAPER and CONTROL are their base URLs, PATH is that of a manifest with at least two renditions. Ends with 0, else with 1
// and what was waited for in vain. Leaves rules-PLAYER.html with a chart, the chart by itself as rules-PLAYER.svg, and a
// picture of the page, rules-PLAYER.png.

import {randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';
import {chart} from './chart.mjs';
import {Session} from './session.mjs';
import {watch} from './watch.mjs';

const [kind, shaper, control, path] = process.argv.slice(2);

const LIMIT_MS = 90_000; // for one condition: a player needs some segments to believe in a rate
const POLL_MS = 100;
const PLAYED_SECONDS = 6;
const LEAST_FAILED_SEGMENTS = 2; // those of some 10 s; hls.js gives up where it has met one on each rendition

/** As an app sets players that are to follow a network quickly, and that may not blame a slow machine. */
const SETTINGS = {
  hls: {abrEwmaFastLive: 1, abrEwmaSlowLive: 2, capLevelOnFPSDrop: false},
  dash: {
    streaming: {
      delay: {liveDelay: 8}, // FFmpeg suggests one segment, which leaves no time to see that a network is narrow
      abr: {
        rules: {droppedFramesRule: {active: false}},
        throughput: {ewma: {throughputSlowHalfLifeSeconds: 2, throughputFastHalfLifeSeconds: 1}},
      },
    },
  },
};

const LINE = bandwidth('a line of 8 Mbit/s', 8_000_000);
const NARROW = bandwidth('400 kbit/s', 400_000);
const GONE = {
  displayName: 'every third segment is 404',
  match: {kinds: ['OBJECT_KIND_SEGMENT']},
  actions: [{status: {code: 404}}],
  schedule: {everyNth: 3},
};
const STALL = {
  displayName: 'every third pauses for 2 s',
  match: {kinds: ['OBJECT_KIND_SEGMENT']},
  actions: [{stall: {at: {fraction: 0.5}, duration: '2s'}}],
  schedule: {everyNth: 3},
};

function bandwidth(displayName, bitRate) {
  return {displayName, actions: [{bandwidth: {bitRate}}]};
}

/** The session's rules are these, before what its line brings, until a scenario with the player is over. */
async function under(session, rule, times, scenario) {
  const time = {rule: rule.displayName, from: Date.now()};
  times.push(time);
  await session.setRules([rule, LINE]);
  try {
    await scenario();
  } finally {
    await session.setRules([LINE]);
    time.until = Date.now();
  }
}

/** Chooses a rendition, and then shows it. */
async function switchesTo(player, what, wanted) {
  const {chosen} = await player.until(`it chooses ${what}`, state => state.chosen && wanted(state.chosen, state.height));
  const {height, position} = await player.until(`it shows ${what}`, state => wanted(state.chosen, state.height)
      && state.height === state.heights[state.chosen]);
  await player.plays(PLAYED_SECONDS, position, `at ${chosen} bit/s with ${height} lines`);
}

async function switchesAsRulesChange(player, session, times) {
  const {heights} = await player.until('it knows the renditions', state => Object.keys(state.heights ?? {}).length > 1);
  const highest = Math.max(...Object.keys(heights));
  await switchesTo(player, 'the highest rendition', chosen => chosen === highest);

  await under(session, NARROW, times, () =>
    switchesTo(player, 'a lower rendition', chosen => chosen < highest));
  await switchesTo(player, 'the highest rendition again', chosen => chosen === highest);
}

async function goesOnThroughFaults(player, session, times) {
  const before = player.downloads.refused;
  const {position} = player.state;
  await under(session, GONE, times, async () => {
    await player.until('segments are 404', () => player.downloads.refused >= before + LEAST_FAILED_SEGMENTS);
    await player.plays(PLAYED_SECONDS, position, 'while segments are 404');
  });
  await player.plays(PLAYED_SECONDS, player.state.position, 'after segments were 404');
  const stalledBefore = player.downloads.stalled;
  await under(session, STALL, times, () =>
    player.until('a segment pauses', () => player.downloads.stalled > stalledBefore));
  await player.plays(PLAYED_SECONDS, player.state.position, 'after a segment paused');
}

/** A session is with the shapers within a second. */
async function isKnown(url) {
  const start = performance.now();
  while (!(await fetch(url)).ok) {
    if (performance.now() - start > LIMIT_MS) {
      throw new Error(`waited in vain for ${url}`);
    }
    await delay(POLL_MS);
  }
}

async function report(player, times) {
  const course = await player.do('course()');
  if (!(course?.length > 0)) {
    return; // it did not begin
  }
  const {name, version, heights, stalls, notes} = player.state;
  const title = `${name} ${version} while the rules of its session change`;
  const drawn = chart({title, course, times, renditions: Object.keys(heights).map(Number)});
  await writeFile(`rules-${kind}.svg`, drawn);
  const rows = times.map(({rule, from, until}) => {
    const [first, last] = [from, until].map(ms => ((ms - course[0].ms) / 1_000).toFixed(1));
    return `<tr><td>${rule}</td><td>${first} s</td><td>${last} s</td></tr>`;
  });
  const said = [...notes, ...player.downloads.problems].map(escape);
  await writeFile(`rules-${kind}.html`, `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title>
<style>body { font: 14px sans-serif; margin: 2em; } td, th { padding: 2px 12px 2px 0; text-align: left; }</style></head>
<body>
${drawn}
<table><tr><th>rule</th><th>applied</th><th>removed</th></tr>${rows.join('')}</table>
<p>Playback ran out of media ${stalls} times. The player's settings: <code>${escape(JSON.stringify(SETTINGS[kind]))}</code></p>
<h2>What the player and the browser said</h2>
<pre>${said.join('\n') || 'nothing'}</pre>
</body>
</html>
`);
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const id = `player-${randomBytes(8).toString('hex')}`;
const session = await Session.create(control, id, [LINE]);
const source = `${shaper}/shape/${id}${path}`;
const times = [];
try {
  await isKnown(source);
  await watch({kind, source, name: `rules-${kind}`, settings: SETTINGS[kind], limitMs: LIMIT_MS}, async player => {
    try {
      await switchesAsRulesChange(player, session, times);
      await goesOnThroughFaults(player, session, times);
    } finally {
      await report(player, times);
    }
  });
} finally {
  await session.delete();
}
