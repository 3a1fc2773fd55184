package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One load on one server, from the first byte to the last. Used once; everything that it starts ends with it. */
final class Run {

    /** The longest wait for readers, before the rest is uploaded and after it. */
    private static final Duration WAIT = Duration.ofSeconds(20);
    /** Lets the last answers settle before the schedule begins. */
    private static final long SETTLE_MS = 100;

    private static final double BYTES_PER_GB = 1e9;

    private final Target target;
    private final Load load;
    private final String prefix;
    private final Payload payload;
    private final List<Encoder> encoders = new CopyOnWriteArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Double> values = new LinkedHashMap<>();

    Run(Target target, Load load, String prefix) {
        this.target = target;
        this.load = load;
        this.prefix = prefix;
        this.payload = new Payload(load.chunkBytes());
    }

    Figures execute() throws InterruptedException {
        boolean closed = load.kind() == Load.Kind.REQUESTS;
        // A server that takes nothing would hold an encoder for ever.
        Thread watchdog = Thread.ofVirtual().start(this::endLate);
        try (ReaderThread readers = new ReaderThread(closed ? Reader.Outcome.COMPLETE : Reader.Outcome.LATE)) {
            if (closed) {
                requests(readers);
            } else {
                live(readers);
            }
        } catch (IOException | BadResponseException e) {
            faults.add(e.toString());
        } finally {
            watchdog.interrupt();
            closeEncoders();
        }
        return new Figures(values, faults);
    }

    private String path(int channel) {
        return prefix + "/c" + channel + "/o";
    }

    /** Encoders and readers at the same time. */
    private void live(ReaderThread readers) throws IOException, InterruptedException {
        for (int channel = 0; channel < load.channels(); channel++) {
            encoder(channel).begin();
            addReaders(readers, channel, load.readers());
        }
        long deliverer = target.processes().get(target.deliverer()).getFirst();
        OptionalDouble heapBefore = load.seldom() ? LiveHeap.mib(deliverer) : OptionalDouble.empty();
        double before = ProcFs.residentMib(deliverer);
        readers.start();
        awaitAnswers(readers);
        if (load.readers() > 0) {
            double gate = ProcFs.residentMib(deliverer);
            values.put("resident_per_reader_kib", (gate - before) * 1024 / load.allReaders());
            if (heapBefore.isPresent()) {
                LiveHeap.mib(deliverer)
                        .ifPresent(heap -> values.put(
                                "live_heap_per_reader_kib",
                                (heap - heapBefore.getAsDouble()) * 1024 / load.allReaders()));
            }
        }
        Usage usage = new Usage(target.processes());
        long readersCpu = readers.cpuNanos();
        long start = System.nanoTime();
        upload(start);
        long uploaded = System.nanoTime();
        readers.deadline(uploaded + WAIT.toNanos());
        readers.join();
        usage.end(values);
        double seconds = (Math.max(uploaded, readers.lastEndNanos()) - start) / 1e9;
        double in = (double) load.channels() * load.objects() * load.objectBytes() / BYTES_PER_GB;
        values.put(
                "late_max_us",
                encoders.stream().mapToLong(Encoder::mostLateNanos).max().orElse(0) / 1e3);
        values.put("in_gb_per_s", in / ((uploaded - start) / 1e9));
        values.put("reader_thread_percent", 100 * (readers.cpuNanos() - readersCpu) / 1e9 / seconds);
        outcome(readers, in, seconds);
        if (faults.isEmpty()) {
            for (Encoder encoder : encoders) {
                encoder.delete();
            }
        }
    }

    /** A finished object, over and over. */
    private void requests(ReaderThread readers) throws IOException, InterruptedException {
        if (!target.place(path(0), load, payload)) {
            Encoder encoder = encoder(0);
            encoder.begin();
            encoder.finish(System.nanoTime());
        }
        addReaders(readers, 0, load.readers());
        Usage usage = new Usage(target.processes());
        long start = System.nanoTime();
        readers.deadline(start + load.duration().toNanos());
        readers.start();
        readers.join();
        double seconds = (System.nanoTime() - start) / 1e9;
        usage.end(values);
        values.put("reader_thread_percent", 100 * readers.cpuNanos() / 1e9 / seconds);
        values.put("requests_per_s", readers.arrivals().requests.getTotalCount() / seconds);
        outcome(readers, 0, seconds);
        for (Encoder encoder : encoders) {
            encoder.delete();
        }
    }

    private Encoder encoder(int channel) throws IOException {
        Encoder encoder = new Encoder(target.in(), load, payload, path(channel));
        encoders.add(encoder);
        return encoder;
    }

    private void addReaders(ReaderThread readers, int channel, int count) {
        InetSocketAddress server = target.out();
        for (int i = 0; i < count; i++) {
            readers.add(new Reader(readers, load, payload, server, path(channel)));
        }
    }

    /** Goes on when every reader has an answer, so that every further chunk is live for everyone. */
    private void awaitAnswers(ReaderThread readers) throws InterruptedException {
        long end = System.nanoTime() + WAIT.toNanos();
        while (readers.answeredReaders() < load.allReaders() && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        Thread.sleep(SETTLE_MS);
    }

    /** Channels take turns within an interval. */
    private void upload(long start) throws InterruptedException {
        long shift = load.interval().toNanos() / load.channels();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("encoder-", 0).factory())) {
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < encoders.size(); i++) {
                Encoder encoder = encoders.get(i);
                long base = start + i * shift;
                uploads.add(threads.submit(() -> {
                    encoder.finish(base);
                    return null;
                }));
            }
            for (Future<?> upload : uploads) {
                try {
                    upload.get();
                } catch (ExecutionException e) {
                    faults.add("upload: " + e.getCause());
                }
            }
        }
    }

    private void endLate() {
        try {
            Thread.sleep(load.planned().multipliedBy(2).plus(WAIT.multipliedBy(2)));
            closeEncoders();
        } catch (InterruptedException _) {
            // It has ended in time.
        }
    }

    private void closeEncoders() {
        for (Encoder encoder : encoders) {
            try {
                encoder.close();
            } catch (IOException _) {
                // It is not used again.
            }
        }
    }

    private void outcome(ReaderThread readers, double inGb, double seconds) {
        Arrivals arrivals = readers.arrivals();
        Map<Reader.Outcome, Integer> outcomes = new TreeMap<>();
        readers.readers().forEach(reader -> outcomes.merge(reader.outcome(), 1, Integer::sum));
        Integer complete = outcomes.remove(Reader.Outcome.COMPLETE);
        outcomes.forEach((outcome, count) -> faults.add(count + " readers: " + outcome));
        double out = arrivals.bytes() / BYTES_PER_GB;
        values.put("readers", (double) readers.readers().size());
        values.put("readers_complete", complete == null ? 0 : (double) complete);
        values.put("answers_404", (double) arrivals.answersNotFound());
        values.put("seconds", seconds);
        values.put("in_gb", inGb);
        values.put("out_gb", out);
        values.put("out_gb_per_s", out / seconds);
        // Of those who only take in, per GB taken in.
        double gb = readers.readers().isEmpty() ? inGb : out;
        if (gb > 0) {
            values.put("cpu_deliverer_s_per_gb", values.get("cpu_" + target.deliverer() + "_s") / gb);
            values.put("cpu_all_s_per_gb", values.get("cpu_all_s") / gb);
            values.put("cpu_bench_s_per_gb", values.get("cpu_bench_s") / gb);
        }
        Figures.percentiles(values, "write_to_read", arrivals.chunks);
        Figures.percentiles(values, "due_to_read", arrivals.sinceDue);
        Figures.percentiles(values, "object_first_byte", arrivals.objects);
        Figures.percentiles(values, "request", arrivals.requests);
    }
}
