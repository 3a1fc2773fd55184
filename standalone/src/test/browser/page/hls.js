/** hls.js with an app's settings, if any. */
export function play(video, source, fault, note, settings) {
  const hls = new Hls(settings);
  hls.on(Hls.Events.ERROR, (event, {type, details, fatal, error}) =>
      (fatal ? fault : note)(`${type} ${details} ${error?.message ?? ''}`));
  hls.attachMedia(video);
  hls.loadSource(source);
  return {
    name: 'hls.js',
    version: Hls.version,
    window() {
      const details = hls.latestLevelDetails;
      return details && {start: details.fragmentStart, end: details.edge};
    },
    /** What it holds the network to bring, and the rendition that it loads; bit/s. */
    throughput: () => hls.bandwidthEstimate,
    chosen: () => hls.levels[hls.loadLevel]?.bitrate,
    /** The renditions' heights by their bit rates. */
    heights: () => Object.fromEntries(hls.levels.map(({bitrate, height}) => [bitrate, height])),
    latency: () => hls.latency,
    /** The encoder's clock at the picture that is shown, from EXT-X-PROGRAM-DATE-TIME. */
    date: () => hls.playingDate,
  };
}
