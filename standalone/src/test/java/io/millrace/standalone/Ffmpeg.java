package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A real encoder and a real player: the command lines of FFmpeg, and how to read what it says. */
public final class Ffmpeg {

    static final int FRAMES_PER_SECOND = 25;

    private static final int LONG_SECONDS = 600;

    private static final List<String> LOUDNESS = List.of("-hide_banner", "-nostdin", "-loglevel", "level+warning");
    /** But for what the DASH muxer says of every upload, which is not a fault. */
    private static final Pattern FAULT =
            Pattern.compile("\\[(error|fatal|panic)] (?!Cannot use rename)|HTTP error|[Ff]ailed");

    private Ffmpeg() {}

    /** Pushes a test picture and a tone, each second with a key frame, as fast as they would be played. */
    public static Program push(URI target, int seconds, String... format) throws IOException {
        return push(target.toString(), seconds, format);
    }

    /** The same, to what may be a pattern of URLs: {@code %v} stands for a rendition of HLS. */
    public static Program push(String target, int seconds, String... format) throws IOException {
        List<String> command = encode(seconds, format);
        command.addAll(words("-method PUT -http_persistent 1 " + target));
        return Program.start(command);
    }

    /** Writes the same to a directory. */
    static Program write(Path target, int seconds, String... format) throws IOException {
        List<String> command = encode(seconds, format);
        command.add(target.toString());
        return Program.start(command);
    }

    /**
     * Puts the same out to several places at once, until it gets a signal.
     *
     * @param outputs each as the tee muxer has it: {@code [options]target}
     */
    static Program tee(String... outputs) throws IOException {
        List<String> command =
                encode(LONG_SECONDS, "-map", "0:v", "-map", "1:a", "-flags", "+global_header", "-f", "tee");
        command.add(String.join("|", outputs));
        return Program.start(command);
    }

    private static List<String> encode(int seconds, String... format) {
        List<String> command = new ArrayList<>(List.of(program("ffmpeg")));
        command.addAll(LOUDNESS);
        command.addAll(words("-re -f lavfi -i testsrc2=size=320x180:rate=" + FRAMES_PER_SECOND));
        command.addAll(words("-re -f lavfi -i sine=frequency=440:sample_rate=48000 -t " + seconds));
        command.addAll(words("-c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p -c:a aac"));
        command.addAll(words("-g " + FRAMES_PER_SECOND));
        command.addAll(List.of(format));
        return command;
    }

    /** Decodes some seconds of a stream; prints a line for each frame, which begins with the number of its track. */
    static Program play(URI source, int seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of(program("ffmpeg")));
        command.addAll(LOUDNESS);
        command.addAll(words("-i " + source + " -t " + seconds + " -f framecrc -"));
        return Program.start(command);
    }

    /** Prints the kinds of a stream's tracks. */
    static Program probe(URI source) throws IOException {
        List<String> command = new ArrayList<>(List.of(program("ffprobe")));
        command.addAll(words("-hide_banner -loglevel level+warning -show_entries stream=codec_type -of csv=p=0"));
        command.add(source.toString());
        return Program.start(command);
    }

    /** Options of a format as one writes them on a command line. */
    public static String[] format(String options) {
        return options.split(" ", -1);
    }

    /** Waits for its end, which must be a good one. */
    static void assertEndsWell(Program ffmpeg) throws InterruptedException {
        assertEquals(0, ffmpeg.exitCode(), ffmpeg::errors);
        assertWithoutFaults(ffmpeg);
    }

    static void assertWithoutFaults(Program ffmpeg) {
        assertEquals(
                List.of(), ffmpeg.errors().lines().filter(FAULT.asPredicate()).toList());
    }

    /** How many frames of a track a player has decoded. */
    static long frames(Program player, int track) {
        Predicate<String> ofTrack = line -> line.startsWith(track + ",");
        return player.output().lines().filter(ofTrack).count();
    }

    private static String program(String name) {
        return SearchPath.find(name)
                .orElseThrow(() -> new AssertionError(
                        "these tests need " + name + " on the PATH: install it (Debian: apt-get install ffmpeg)"))
                .toString();
    }

    private static List<String> words(String line) {
        return List.of(line.split(" ", -1));
    }
}
