// What the page tells of a player, whichever it is: `?player=hls&source=URL&settings=JSON` says which, what it is to play, and
// how an app has set it.

const SAMPLE_MS = 100;
const PICTURE = {width: 64, height: 36};

const query = new URLSearchParams(location.search);
const kind = query.get('player');
const video = document.querySelector('video');
const faults = [];
const notes = [];
const latencies = {player: [], clock: []};
const course = [];
let player;
let stalls = 0;
let landed = null;
let undisturbed = true;

/** For the test that drives this page. Times are seconds of the media element. */
window.watched = {
  state() {
    const {totalVideoFrames, droppedVideoFrames} = video.getVideoPlaybackQuality();
    return {
      name: player?.name,
      version: player?.version,
      window: player?.window(),
      position: video.currentTime,
      paused: video.paused,
      ready: video.readyState,
      height: video.videoHeight,
      chosen: player?.chosen?.(),
      heights: player?.heights?.(),
      frames: totalVideoFrames,
      dropped: droppedVideoFrames,
      stalls,
      /** Where the last seek that was asked for has led to; null while it goes on. */
      landed,
      faults: [...faults, ...(video.error ? [video.error.message] : [])],
      notes,
    };
  },

  latencies: () => latencies,

  /** What the player did until now, ten times a second. */
  course: () => course,

  pause() {
    undisturbed = false;
    video.pause();
  },

  resume: () => video.play(),

  seek(position) {
    landed = null;
    video.addEventListener('seeked', () => (landed = video.currentTime), {once: true});
    video.currentTime = position;
  },

  /** How many colours the picture has now: one or two are no picture of a test card. */
  colours() {
    const context = Object.assign(document.createElement('canvas'), PICTURE).getContext('2d');
    context.drawImage(video, 0, 0, PICTURE.width, PICTURE.height);
    const pixels = context.getImageData(0, 0, PICTURE.width, PICTURE.height).data;
    return new Set(new Uint32Array(pixels.buffer)).size;
  },
};

/** Media that ran out while it was played; what a seek waits for is none. */
video.addEventListener('waiting', () => {
  if (!video.seeking && video.played.length > 0) {
    stalls++;
  }
});

/** Latency is that of the live edge, where a player is before it is paused. */
function sample() {
  if (player && undisturbed && video.played.length > 0) {
    latencies.player.push(player.latency());
    latencies.clock.push((Date.now() - player.date()?.getTime()) / 1000);
  }
  if (player?.chosen) {
    const [throughput, chosen] = [player.throughput(), player.chosen()].map(value => Math.round(value) || null);
    course.push({ms: Date.now(), throughput, chosen, buffer: bufferSeconds()});
  }
  document.querySelector('p').textContent = `${player?.name} ${player?.version}: ${video.currentTime.toFixed(1)} s`;
}

/** Media that is there to be played from here on. */
function bufferSeconds() {
  const {buffered, currentTime} = video;
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime && currentTime <= buffered.end(i)) {
      return buffered.end(i) - currentTime;
    }
  }
  return 0;
}

function load(script) {
  return new Promise((resolve, reject) => {
    const onerror = () => reject(new Error(`there is no ${script}`));
    document.head.append(Object.assign(document.createElement('script'), {src: script, onload: resolve, onerror}));
  });
}

setInterval(sample, SAMPLE_MS);
try {
  await load(`npm/${kind}.js`);
  const {play} = await import(`./${kind}.js`);
  const settings = JSON.parse(query.get('settings'));
  player = await play(video, query.get('source'), fault => faults.push(fault), note => notes.push(note), settings);
} catch (failure) {
  faults.push(`${failure}`);
}
