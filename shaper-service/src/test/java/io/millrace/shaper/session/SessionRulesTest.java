package io.millrace.shaper.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.Tag;
import io.millrace.shaper.dripls.DriplsRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

    private static final Optional<ControlView> VIEW = Optional.of(ControlView.of(
            "store",
            1,
            List.of(ConfigItem.newBuilder()
                    .setName("tags/t")
                    .setTag(Tag.newBuilder().setName("tags/t").setDriplsRules("*.s0~e404"))
                    .build())));

    @Test
    void whatATagHasInDriplsGrammarIsInForce() {
        assertEquals(List.of("*.s0~e404"), own(Session.newBuilder().setTag("tags/t")));
    }

    @Test
    void whatTheSessionHasInDriplsGrammarTakesItsPlace() {
        assertEquals(
                List.of("*.s1~e500"), own(Session.newBuilder().setTag("tags/t").setDriplsRules("*.s1~e500")));
    }

    private static List<String> own(Session.Builder session) {
        return SessionRules.of(session.build(), VIEW, DriplsRules::of).own().stream()
                .map(Rule::getDisplayName)
                .toList();
    }
}
