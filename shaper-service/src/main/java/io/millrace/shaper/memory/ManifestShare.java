package io.millrace.shaper.memory;

/**
 * What one manifest on its way to a client takes of the memory. Used by one thread; ends when it is released, once or more
 * often.
 */
public final class ManifestShare {

    private final ManifestMemory memory;
    private long bytes;
    private boolean released;

    ManifestShare(ManifestMemory memory) {
        this.memory = memory;
    }

    /**
     * Takes more, or less.
     *
     * @param all that the manifest takes from now on, in bytes
     * @return whether there is room; if not, it takes what it took before
     */
    public boolean resize(long all) {
        long more = all - bytes;
        if (released || (more > 0 && !memory.take(more))) {
            return false;
        }
        if (more < 0) {
            memory.giveBack(-more);
        }
        bytes = all;
        return true;
    }

    /** What all manifests may take, in words, for who is refused. */
    public String limit() {
        return memory.limit();
    }

    /** Takes nothing any more. */
    public void release() {
        released = true;
        memory.giveBack(bytes);
        bytes = 0;
    }
}
