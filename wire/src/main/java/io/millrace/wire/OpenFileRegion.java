package io.millrace.wire;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A part of a file that is sent by the kernel and, unlike Netty's own, leaves the file open for its owner. */
final class OpenFileRegion extends DefaultFileRegion {

    OpenFileRegion(FileChannel file, long from, long length) {
        super(file, from, length);
    }

    @Override
    protected void deallocate() {
        // The file is its owner's.
    }
}
