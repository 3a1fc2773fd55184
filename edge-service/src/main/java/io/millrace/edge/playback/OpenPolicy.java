package io.millrace.edge.playback;

/** Everybody may read. */
enum OpenPolicy implements PlaybackPolicy {
    OPEN;

    @Override
    public Decision decide(PlaybackRequest request) {
        return Decision.ANYBODY;
    }

    @Override
    public boolean personal() {
        return false;
    }
}
