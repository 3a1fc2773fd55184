package io.millrace.shaper.loss;

/** A packet of a sender. */
final class Packet {

    final long number;
    final int bytes;
    /** The number of its last transmission. */
    long transmission;
    /** It is taken to be on its way. */
    boolean underWay;
    /** It has come through, whether the sender has heard of it or not. */
    boolean arrived;
    /** The sender has heard that it came through. */
    boolean acknowledged;

    Packet(long number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }
}
