package io.millrace.edge;

import java.util.Optional;

/** Why somebody may read, for as long as that is so. Asked by every event loop. */
sealed interface Grant {

    /** Nobody takes it back: there are no channels here. */
    Grant FOR_GOOD = new ForGood();

    /** Whether a response that was begun with it may go on. */
    boolean holds();

    /** Of an edge that knows of no channels. */
    record ForGood() implements Grant {

        @Override
        public boolean holds() {
            return true;
        }
    }

    /** Of a directory that is no channel's, as long as it is none's. */
    record NoChannel(Channels channels, String directory) implements Grant {

        @Override
        public boolean holds() {
            return channels.keepsOpen(directory);
        }
    }

    /**
     * A channel's.
     *
     * @param channel its name
     * @param key the name of the playback key that let the reader in, if it took one
     */
    record Channel(Channels channels, String channel, Optional<String> key) implements Grant {

        @Override
        public boolean holds() {
            return channels.keeps(channel, key);
        }
    }
}
