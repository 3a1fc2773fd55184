package io.millrace.standalone;

/** What a person can do now: commands to paste. */
final class Welcome {

    private Welcome() {}

    static String text(String push, String play, String shape, String manage) {
        return """
                millrace: ready; Ctrl-C stops everything

                Push a live test picture (low-latency DASH, every chunk as it is encoded):
                  ffmpeg -hide_banner -re -f lavfi -i testsrc2=size=1280x720:rate=30 -f lavfi -i sine=frequency=440 \\
                    -c:v libx264 -preset veryfast -tune zerolatency -g 60 -c:a aac -f dash -ldash 1 -streaming 1 \\
                    -use_template 1 -use_timeline 0 -seg_duration 2 -frag_type duration -frag_duration 0.2 \\
                    -window_size 10 -target_latency 1.5 -utc_timing_url %2$s/time \\
                    -method PUT -http_persistent 1 %1$s/live/ch1/manifest.mpd

                Play it while it is uploaded:
                  ffplay -hide_banner %2$s/live/ch1/manifest.mpd

                Play it badly: at 800 kbit/s, every first byte 300 ms late (docs/shaper.md has what else there is):
                  ffplay -hide_banner "%3$s/shape/new/live/ch1/manifest.mpd?bandwidth=800k&latency=300ms"

                Or a file, byte for byte:
                  curl --upload-file movie.mp4 %1$s/files/movie.mp4
                  curl --output copy.mp4 %2$s/files/movie.mp4

                Make channels of paths, with keys, limits and who may read: the control plane takes calls (gRPC) at %4$s;
                docs/control-plane.md tells how. Paths of no channel are open here.

                """.formatted(push, play, shape, manage);
    }
}
