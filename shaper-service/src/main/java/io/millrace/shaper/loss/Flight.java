package io.millrace.shaper.loss;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;

/** A sender's packets that are not acknowledged with all before them, by their numbers and in the order of sending. */
final class Flight {

    private final Deque<Packet> packets = new ArrayDeque<>();
    /** Those that came behind a hole, or are still to come as the receiver sees it. */
    private final Deque<Packet> undelivered = new ArrayDeque<>();

    private final Queue<Sent> sent = new ArrayDeque<>();
    /** Sent before something that was heard of, and not heard of themselves. */
    private final Deque<Packet> suspects = new ArrayDeque<>();

    private final Queue<Packet> lost = new ArrayDeque<>();

    private long next;
    private long transmissions;
    private int underWay;
    private int ahead;

    /** @param number counts transmissions */
    private record Sent(Packet packet, long number) {}

    /** A packet that was not sent before, the last of all. */
    Packet add(int bytes) {
        Packet packet = new Packet(next++, bytes);
        packets.add(packet);
        undelivered.add(packet);
        return packet;
    }

    /** Takes note that a packet is sent; tells the transmission's number. */
    long transmitted(Packet packet) {
        if (packet.underWay) {
            underWay--;
        }
        packet.underWay = true;
        underWay++;
        packet.transmission = ++transmissions;
        sent.add(new Sent(packet, packet.transmission));
        return packet.transmission;
    }

    /** How many bytes have come to be in order by what has arrived. */
    long deliver() {
        long bytes = 0;
        while (!undelivered.isEmpty() && undelivered.peek().arrived) {
            bytes += undelivered.poll().bytes;
        }
        return bytes;
    }

    /** Takes note that a packet is acknowledged; tells whether it was the first of those that were not. */
    boolean acknowledged(Packet packet) {
        packet.acknowledged = true;
        leave(packet);
        ahead++;
        boolean first = packets.peek() == packet;
        while (!packets.isEmpty() && packets.peek().acknowledged) {
            packets.poll();
            ahead--;
        }
        return first;
    }

    /** A transmission was heard of: those before it that were not are suspected. */
    void heard(long transmission) {
        while (!sent.isEmpty() && sent.peek().number() <= transmission) {
            Sent before = sent.poll();
            Packet packet = before.packet();
            if (!packet.acknowledged && packet.underWay && packet.transmission == before.number()) {
                suspects.add(packet);
            }
        }
    }

    boolean suspects() {
        suspects.removeIf(packet -> packet.acknowledged || !packet.underWay);
        return !suspects.isEmpty();
    }

    /** Takes what is suspected for lost; tells whether there was any. */
    boolean loseSuspects() {
        boolean found = suspects();
        suspects.forEach(this::lose);
        suspects.clear();
        return found;
    }

    /** Takes for lost what is not acknowledged. */
    void loseAll() {
        suspects.clear();
        lost.clear();
        packets.stream().filter(packet -> !packet.acknowledged).forEach(this::lose);
    }

    /** The next packet to be sent again, of those that were lost. */
    Packet takeLost() {
        return lost.remove();
    }

    /** Those that have not come through, with none lost any more. */
    List<Packet> missing() {
        suspects.clear();
        lost.clear();
        List<Packet> missing = new ArrayList<>();
        packets.stream().filter(packet -> !packet.arrived).forEach(missing::add);
        return missing;
    }

    Packet last() {
        return packets.getLast();
    }

    /** Packets that were lost and are not sent again yet. */
    int lost() {
        while (!lost.isEmpty() && lost.peek().acknowledged) {
            lost.remove();
        }
        return lost.size();
    }

    /** Packets that are taken to be on their way. */
    int underWay() {
        return underWay;
    }

    /** Packets that are acknowledged behind others that are not. */
    int ahead() {
        return ahead;
    }

    int size() {
        return packets.size();
    }

    /** The number of the first packet that is not acknowledged. */
    long first() {
        return packets.isEmpty() ? next : packets.peek().number;
    }

    /** The number of the next new packet. */
    long next() {
        return next;
    }

    private void lose(Packet packet) {
        leave(packet);
        lost.add(packet);
    }

    private void leave(Packet packet) {
        if (packet.underWay) {
            packet.underWay = false;
            underWay--;
        }
    }
}
