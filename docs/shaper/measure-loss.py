#!/usr/bin/env python3
"""Measures what TCP makes of a network that loses packets: throughput and stalls, as CSV.

    sudo ./measure-loss.py [--seconds 60] [--flows 4] [--losses 0.1,1,5] [--round-trips 20,100] [--control cubic]

Two network namespaces are joined by a link that delays packets by half the round-trip time in each direction and loses
packets of the data's direction, each by itself: with tc netem where the kernel has it, otherwise (or with --tun) by
this program, between two TUN devices. Flows of the kernel's own TCP send as much as they can for some seconds; the
receivers note when bytes come. A stall is a time of more than one and three quarters of a round trip in which none do.

Needs root, iproute2 and Python 3.9. What it makes it takes away again.
"""

import argparse
import collections
import fcntl
import json
import os
import random
import select
import socket
import struct
import subprocess
import sys
import time

SENDER, RECEIVER = "mr-loss-a", "mr-loss-b"
ADDRESSES = {SENDER: "10.213.7.1", RECEIVER: "10.213.7.2"}
PORT = 7000
TUNSETIFF, TUN_WITHOUT_HEADER = 0x400454CA, 0x1001


def run(command):
    subprocess.run(command.split(), check=True, capture_output=True)


def has_netem():
    run("ip link add mr-loss-try type veth peer name mr-loss-trz")
    try:
        return subprocess.run("tc qdisc add dev mr-loss-try root netem loss 1%".split(), capture_output=True).returncode == 0
    finally:
        run("ip link del mr-loss-try")


def settle(namespace, device):
    run(f"ip -n {namespace} addr add {ADDRESSES[namespace]}/24 dev {device}")
    run(f"ip -n {namespace} link set {device} up mtu 1500 txqueuelen 20000")
    # No flow learns from those before it.
    run(f"ip netns exec {namespace} sysctl -qw net.ipv4.tcp_no_metrics_save=1")


def open_tun(namespace, name):
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", name.encode(), TUN_WITHOUT_HEADER))
    run(f"ip link set {name} netns {namespace}")
    settle(namespace, name)
    return tun


def join_by_netem(loss, round_trip_ms):
    run(f"ip link add mr-la netns {SENDER} type veth peer name mr-lb netns {RECEIVER}")
    for namespace, device, lost in ((SENDER, "mr-la", f"loss {loss}%"), (RECEIVER, "mr-lb", "")):
        # Packets are as large as on a wire.
        run(f"ip netns exec {namespace} ethtool -K {device} tso off gso off gro off")
        settle(namespace, device)
        run(f"tc -n {namespace} qdisc add dev {device} root netem limit 100000 delay {round_trip_ms / 2}ms {lost}")


def forward(sender, receiver, loss, one_way):
    """Carries packets until it is ended."""
    share = loss / 100
    chance = random.Random()
    queues = {sender: collections.deque(), receiver: collections.deque()}
    other = {sender: receiver, receiver: sender}
    while True:
        now = time.monotonic()
        due = min((queue[0][0] for queue in queues.values() if queue), default=now + 1)
        readable = select.select([sender, receiver], [], [], max(0, due - now))[0]
        now = time.monotonic()
        for source in readable:
            queue = queues[other[source]]
            for _ in range(256):
                try:
                    packet = os.read(source, 2048)
                except BlockingIOError:
                    break
                if source == receiver or chance.random() >= share:
                    queue.append((now + one_way, packet))
        for target, queue in queues.items():
            while queue and queue[0][0] <= now:
                os.write(target, queue.popleft()[1])


def send(seconds, control):
    flow = socket.socket()
    flow.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, control.encode())
    flow.connect((ADDRESSES[RECEIVER], PORT))
    block = bytes(65536)
    end = time.monotonic() + seconds + 30
    try:
        while time.monotonic() < end:
            flow.send(block)
    except OSError:
        pass  # The receiver has seen enough.


def receive(seconds, flows, round_trip):
    listener = socket.create_server((ADDRESSES[RECEIVER], PORT))
    print("ready", flush=True)
    begun, total, last, stalls = {}, collections.Counter(), {}, collections.defaultdict(list)
    poll = select.poll()
    connections = {}
    for _ in range(flows):
        flow, _peer = listener.accept()
        flow.setblocking(False)
        connections[flow.fileno()] = flow
        begun[flow.fileno()] = last[flow.fileno()] = time.monotonic()
        poll.register(flow, select.POLLIN)
    while connections:
        events = poll.poll(100)
        now = time.monotonic()
        for number, _event in events:
            got = len(connections[number].recv(1 << 20))
            total[number] += got
            if now - last[number] > 1.75 * round_trip:
                stalls[number].append(now - last[number])
            last[number] = now
        for number in [n for n in connections if now - begun[n] >= seconds]:
            poll.unregister(number)
            connections.pop(number).close()
    print(json.dumps([[total[n], stalls[n]] for n in begun]), flush=True)


def measure(loss, round_trip_ms, options):
    for namespace in ADDRESSES:
        run(f"ip netns add {namespace}")
    carrier = None
    try:
        if options.netem:
            join_by_netem(loss, round_trip_ms)
        else:
            tuns = open_tun(SENDER, "mr-la"), open_tun(RECEIVER, "mr-lb")
            carrier = os.fork()
            if carrier == 0:
                forward(*tuns, loss, round_trip_ms / 2000)
            for tun in tuns:
                os.close(tun)
        me = [sys.executable, __file__]
        receiver = subprocess.Popen(
            ["ip", "netns", "exec", RECEIVER] + me
            + ["--receive", f"{options.seconds},{options.flows},{round_trip_ms / 1000}"],
            stdout=subprocess.PIPE, text=True)
        receiver.stdout.readline()
        senders = [subprocess.Popen(["ip", "netns", "exec", SENDER] + me + ["--send", f"{options.seconds},{options.control}"])
                   for _ in range(options.flows)]
        flows = json.loads(receiver.stdout.readline())
        for sender in senders:
            sender.kill()
            sender.wait()
        return flows
    finally:
        if carrier:
            os.kill(carrier, 9)
            os.waitpid(carrier, 0)
        for namespace in ADDRESSES:
            run(f"ip netns del {namespace}")


def row(loss, round_trip_ms, seconds, flows):
    rates = [8 * got / seconds / 1e6 for got, _ in flows]
    stalls = sorted(1000 * stall for _, of_flow in flows for stall in of_flow)
    share = sum(stalls) / 1000 / seconds / len(flows)
    at = lambda part: stalls[min(len(stalls) - 1, int(part * len(stalls)))] if stalls else 0
    mean = sum(rates) / len(rates)
    deviation = (sum((rate - mean) ** 2 for rate in rates) / max(1, len(rates) - 1)) ** 0.5
    return (f"{loss:g},{round_trip_ms:g},{mean:.3f},{deviation / len(rates) ** 0.5:.3f},"
            f"{60 * len(stalls) / seconds / len(flows):.1f},{at(0.5):.0f},{at(0.95):.0f},{100 * share:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--flows", type=int, default=4)
    parser.add_argument("--losses", default="0.1,0.5,1,2,5,10")
    parser.add_argument("--round-trips", default="20,50,100,200")
    parser.add_argument("--control", default="cubic")
    parser.add_argument("--tun", action="store_true")
    parser.add_argument("--send", help=argparse.SUPPRESS)
    parser.add_argument("--receive", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.send:
        seconds, control = options.send.split(",")
        send(float(seconds), control)
    elif options.receive:
        seconds, flows, round_trip = options.receive.split(",")
        receive(float(seconds), int(flows), float(round_trip))
    else:
        options.netem = not options.tun and has_netem()
        print(f"# {'tc netem' if options.netem else 'TUN'}, {os.uname().release}, {options.control}, "
              f"{options.flows} flows of {options.seconds:g} s", flush=True)
        print("loss_percent,round_trip_ms,mbit_s,mbit_s_error,stalls_a_minute,stall_median_ms,stall_95_ms,stalled_percent",
              flush=True)
        for loss in map(float, options.losses.split(",")):
            for round_trip in map(float, options.round_trips.split(",")):
                print(row(loss, round_trip, options.seconds, measure(loss, round_trip, options)), flush=True)


if __name__ == "__main__":
    main()
