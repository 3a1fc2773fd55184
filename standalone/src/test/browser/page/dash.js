/** dash.js as it comes, but that it asks no clock on the Internet. */
export function play(video, source, fault, note) {
  const player = dashjs.MediaPlayer().create();
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
    latency: () => player.getCurrentLiveLatency(),
    /** The encoder's clock at the picture that is shown, from availabilityStartTime. */
    date: () => new Date(player.timeAsUTC() * 1000),
  };
}
