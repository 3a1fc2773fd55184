/** Shaka Player as it comes. */
export async function play(video, source, fault, note) {
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  player.addEventListener('error', ({detail}) =>
      (detail.severity === shaka.util.Error.Severity.CRITICAL ? fault : note)(`${detail.code} ${detail.message}`));
  await player.attach(video);
  await player.load(source);
  return {
    name: 'Shaka Player',
    version: shaka.Player.version.replace('v', ''),
    window: () => player.seekRange(),
    latency: () => player.getStats().liveLatency,
    /** The encoder's clock at the picture that is shown, from availabilityStartTime. */
    date: () => player.getPlayheadTimeAsDate(),
  };
}
