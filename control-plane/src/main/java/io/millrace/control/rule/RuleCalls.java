package io.millrace.control.rule;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.millrace.checks.RuleCheck;
import io.millrace.control.api.Answer;
import io.millrace.control.api.Page;
import io.millrace.control.change.Changes;
import io.millrace.control.resource.Kind;
import io.millrace.control.resource.Resources;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.v1.CreateRuleRequest;
import io.millrace.proto.control.v1.DeleteRuleRequest;
import io.millrace.proto.control.v1.GetRuleRequest;
import io.millrace.proto.control.v1.ListRulesRequest;
import io.millrace.proto.control.v1.ListRulesResponse;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.RuleServiceGrpc.RuleServiceImplBase;
import io.millrace.proto.control.v1.UpdateRuleRequest;
import java.time.Clock;
import java.util.Optional;

/** RuleService. */
public final class RuleCalls extends RuleServiceImplBase {

    private static final Kind<Rule> KIND = new Kind<>(
            "rules",
            rule -> StoredResource.newBuilder().setRule(rule).build(),
            StoredResource::getRule,
            RuleCheck::check,
            RuleCalls::links);

    private final Resources<Rule> rules;

    public RuleCalls(Resources<Rule> rules) {
        this.rules = rules;
    }

    /** The rules. */
    public static Resources<Rule> rules(ControlStore store, Changes changes, Clock clock) {
        return new Resources<>(KIND, store, changes, clock);
    }

    @Override
    public void getRule(GetRuleRequest request, StreamObserver<Rule> responses) {
        Answer.to(responses, () -> rules.get(request.getName()));
    }

    @Override
    public void listRules(ListRulesRequest request, StreamObserver<ListRulesResponse> responses) {
        Answer.to(responses, () -> {
            Page page = rules.page(request.getPageSize(), request.getPageToken());
            return ListRulesResponse.newBuilder()
                    .addAllRules(rules.shown(page))
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void createRule(CreateRuleRequest request, StreamObserver<Rule> responses) {
        Answer.to(responses, () -> rules.create("rule_id", request.getRuleId(), request.getRule()));
    }

    @Override
    public void updateRule(UpdateRuleRequest request, StreamObserver<Rule> responses) {
        Answer.to(responses, () -> rules.update(request.getRule(), request.getUpdateMask()));
    }

    @Override
    public void deleteRule(DeleteRuleRequest request, StreamObserver<Empty> responses) {
        Answer.to(responses, () -> rules.delete(request.getName(), request.getEtag()));
    }

    /** A rule that a tag names stays. */
    private static void links(Change change, String name, Optional<Rule> before, Optional<Rule> after) {
        if (after.isEmpty()) {
            change.unused(name);
        }
    }
}
