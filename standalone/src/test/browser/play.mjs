// Plays a live stream in a browser, pauses it and seeks in it as a person would, and says how it went:
//
//   node play.mjs hls|shaka|dash STREAM SOURCE [growing]
//
// `growing` demands that segments are played while they are uploaded. Ends with 0 and a row of players-report.md as its
// last line, else with 1 and what was waited for in vain. Leaves a picture of the page, PLAYER-STREAM.png.

import {watch} from './watch.mjs';

const HAVE_FUTURE_DATA = 3; // HTMLMediaElement.readyState
const PLAYED_SECONDS = 8;
const PAUSED_SECONDS = 2;
const BACK_SECONDS = 4;
const AFTERWARDS_SECONDS = 2;
const LEAST_COLOURS = 8;

const [kind, stream, source, growing] = process.argv.slice(2);

async function playPauseAndSeek(player) {
  const first = await player.until('the first picture', ({window, ready}) => window && ready >= HAVE_FUTURE_DATA);
  await player.plays(PLAYED_SECONDS, first.position, 'live');

  await player.do('pause()');
  const paused = await player.until('it pauses', state => state.paused);
  const later = paused.window.end + PAUSED_SECONDS;
  await player.until('the stream goes on while it is paused', ({window}) => window.end >= later);
  await player.do('resume()');
  await player.plays(AFTERWARDS_SECONDS, paused.position, 'after a pause');

  const {window, position} = player.state;
  const target = Math.max(window.start + 1, position - BACK_SECONDS);
  await player.do(`seek(${target})`);
  await player.until('it seeks back', ({landed}) => landed !== null && landed < position);
  await player.plays(AFTERWARDS_SECONDS, target, 'after a seek back');
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

const name = `${kind}-${stream}`.replaceAll(' ', '-');
await watch({kind, source, name}, async player => {
  await playPauseAndSeek(player);
  check(await player.do('colours()') >= LEAST_COLOURS, 'there is no picture');
  check(!growing || player.downloads.growingSegments > 0, 'no segment was played while it was uploaded');
  [...player.state.notes, ...player.downloads.problems].forEach(problem => console.log(problem));
  console.log(row(player.state, await player.do('latencies()'), player.downloads));
});
