package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static io.millrace.control.Replicas.detail;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.CreateRuleRequest;
import io.millrace.proto.control.v1.CreateTagRequest;
import io.millrace.proto.control.v1.DeleteRuleRequest;
import io.millrace.proto.control.v1.DeleteTagRequest;
import io.millrace.proto.control.v1.Int64Range;
import io.millrace.proto.control.v1.Latency;
import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.RuleServiceGrpc;
import io.millrace.proto.control.v1.RuleServiceGrpc.RuleServiceBlockingStub;
import io.millrace.proto.control.v1.Tag;
import io.millrace.proto.control.v1.TagServiceGrpc;
import io.millrace.proto.control.v1.TagServiceGrpc.TagServiceBlockingStub;
import io.millrace.proto.control.v1.UpdateTagRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RuleService and TagService. */
final class RulesAndTagsTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static final Action SLOW = Action.newBuilder()
            .setBandwidth(Bandwidth.newBuilder().setBitRate(1_000_000))
            .build();

    private static RuleServiceBlockingStub rules;
    private static TagServiceBlockingStub tags;

    @BeforeAll
    static void connect() {
        rules = RuleServiceGrpc.newBlockingStub(REPLICAS.channel());
        tags = TagServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void aTagNamesRulesThatAreThere() {
        assertFails(Code.FAILED_PRECONDITION, "NO_RULE", () -> tag("lost", "rules/nowhere"));

        rule("there");
        assertEquals(List.of("rules/there"), tag("found", "rules/there").getRulesList());
    }

    @Test
    void aRuleThatATagNamesStays() {
        rule("used");
        tag("user", "rules/used");
        tag("second-user", "rules/used");

        assertFails(Code.FAILED_PRECONDITION, "IN_USE", () -> delete("used"));

        tags.updateTag(UpdateTagRequest.newBuilder()
                .setTag(Tag.newBuilder().setName("tags/user"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("rules"))
                .build());
        assertFails(Code.FAILED_PRECONDITION, "IN_USE", () -> delete("used"));

        tags.deleteTag(DeleteTagRequest.newBuilder().setName("tags/second-user").build());
        delete("used");
    }

    @Test
    void whatIsWrongDeepInARuleIsToldByItsPath() {
        Rule wrong = Rule.newBuilder()
                .setProbability(1.5)
                .setMatch(Match.newBuilder()
                        .setBitRate(Int64Range.newBuilder().setFirst(9).setLast(1))
                        .addClientNetworks("somewhere/8"))
                .addActions(SLOW)
                .addActions(Action.newBuilder()
                        .setLatency(Latency.newBuilder()
                                .setDelay(Durations.fromSeconds(1))
                                .setJitter(Durations.fromSeconds(2))))
                .build();

        StatusRuntimeException failure = assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> rules.createRule(CreateRuleRequest.newBuilder()
                        .setRuleId("wrong")
                        .setRule(wrong)
                        .build()));

        assertEquals(
                List.of("probability", "match.bit_rate", "match.client_networks", "actions[1].latency.jitter"),
                detail(failure, BadRequest.class).getFieldViolationsList().stream()
                        .map(BadRequest.FieldViolation::getField)
                        .toList());
    }

    @Test
    void aRuleDoesEachKindOfThingOnce() {
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> rules.createRule(CreateRuleRequest.newBuilder()
                        .setRuleId("twice")
                        .setRule(Rule.newBuilder().addActions(SLOW).addActions(SLOW))
                        .build()));
    }

    private static Rule rule(String id) {
        return rules.createRule(CreateRuleRequest.newBuilder()
                .setRuleId(id)
                .setRule(Rule.newBuilder().addActions(SLOW))
                .build());
    }

    private static Tag tag(String id, String... named) {
        return tags.createTag(CreateTagRequest.newBuilder()
                .setTagId(id)
                .setTag(Tag.newBuilder().addAllRules(List.of(named)))
                .build());
    }

    private static void delete(String id) {
        rules.deleteRule(DeleteRuleRequest.newBuilder().setName("rules/" + id).build());
    }
}
