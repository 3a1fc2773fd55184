/** hls.js as it comes. */
export function play(video, source, fault, note) {
  const hls = new Hls();
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
    latency: () => hls.latency,
    /** The encoder's clock at the picture that is shown, from EXT-X-PROGRAM-DATE-TIME. */
    date: () => hls.playingDate,
  };
}
