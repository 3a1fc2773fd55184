/** dash.js with an app's settings, if any; it asks no clock on the Internet. */
export function play(video, source, fault, note, settings) {
  const player = dashjs.MediaPlayer().create();
  player.updateSettings(settings);
  const {ERROR, PLAYBACK_ERROR} = dashjs.MediaPlayer.events;
  player.on(ERROR, ({error}) => fault(`${error.code} ${error.message}`));
  player.on(PLAYBACK_ERROR, ({error}) => fault(`${error.code} ${error.message}`));
  player.initialize(video, null, true);
  player.clearDefaultUTCTimingSources();
  player.attachSource(source);
  return {
    name: 'dash.js',
    version: player.getVersion(),
    window: () => player.getDvrWindow(),
    /** What it holds the network to bring, and the rendition that it loads; bit/s. */
    throughput: () => player.getAverageThroughput('video') * 1_000,
    chosen: () => player.getCurrentRepresentationForType('video')?.bandwidth,
    /** The renditions' heights by their bit rates. */
    heights: () => Object.fromEntries(
        player.getRepresentationsByType('video').map(({bandwidth, height}) => [bandwidth, height])),
    latency: () => player.getCurrentLiveLatency(),
    /** The encoder's clock at the picture that is shown, from availabilityStartTime. */
    date: () => new Date(player.timeAsUTC() * 1000),
  };
}
