package io.millrace.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables of settings in {@code docs/doctor.md} against what the command prints. */
class SettingsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "doctor.md");

    private final Settings settings = new Settings();

    @Test
    void thePageHasEverySettingAndNoOther() throws IOException {
        List<String> rows = new ArrayList<>();
        String proxy = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("### ")) {
                proxy = line.substring("### ".length());
            } else if (!proxy.isEmpty() && line.startsWith("| `")) {
                rows.add(proxy + " " + line);
            }
        }
        List<String> printed = new ArrayList<>();
        for (Proxy of : Proxy.values()) {
            for (Check check : Check.values()) {
                String setting = settings.of(check, List.of(of)).get(of);
                if (setting != null) {
                    printed.add("%s | `%s` | %s |".formatted(of.words(), check.key(), setting));
                }
            }
        }
        assertEquals(
                String.join("\n", printed.stream().sorted().toList()),
                String.join("\n", rows.stream().sorted().toList()));
    }

    @Test
    void thePageExplainsEveryCheck() throws IOException {
        String page = Files.readString(PAGE);
        for (Check check : Check.values()) {
            assertTrue(page.contains("`" + check.key() + "`"), check.key());
        }
    }

    @Test
    void everyCheckHasASettingForSomebody() {
        for (Check check : Check.values()) {
            assertTrue(!settings.of(check, List.of()).isEmpty(), check.key());
        }
    }

    @Test
    void whoIsKnownIsTheOnlyOneWhoseSettingIsTold() {
        assertEquals(
                Map.of(Proxy.NGINX, "client_max_body_size 0;"), settings.of(Check.BODY_LIMIT, List.of(Proxy.NGINX)));
    }

    @Test
    void allAreToldWhereWhoIsKnownHasNoSuchSetting() {
        assertEquals(settings.of(Check.EXPECT, List.of()), settings.of(Check.EXPECT, List.of(Proxy.TRAEFIK)));
    }
}
