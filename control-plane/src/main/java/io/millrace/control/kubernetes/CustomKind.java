package io.millrace.control.kubernetes;

import com.google.protobuf.Message;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.millrace.control.resource.Resources;
import io.millrace.control.resource.Stamp;
import io.millrace.control.store.Stored;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.store.v1.StoredResource.ResourceCase;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.Rule;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * A kind of custom resource, and the kind of resource in the store that it stands for.
 *
 * @param kind as Kubernetes calls it
 * @param plural likewise
 * @param named what the API calls it: {@code Rule}
 * @param collection what names in the store begin with
 * @param stored as which it is stored
 * @param empty one with nothing set
 * @param resources of this kind in the store
 */
record CustomKind<M extends Message>(
        String kind,
        String plural,
        String named,
        String collection,
        ResourceCase stored,
        M empty,
        Function<StoredResource, M> unwrap,
        ToLongFunction<M> revision,
        UnaryOperator<M> marked,
        Resources<M> resources) {

    static final String GROUP = "millrace.io";
    static final String VERSION = "v1";

    static CustomKind<Channel> channels(Resources<Channel> channels, Ownership ownership) {
        return new CustomKind<>(
                "Channel",
                "channels",
                "Channel",
                "channels",
                ResourceCase.CHANNEL,
                Channel.getDefaultInstance(),
                StoredResource::getChannel,
                Channel::getRevision,
                channel -> channel.toBuilder()
                        .putLabels(Ownership.LABEL, ownership.namespace())
                        .build(),
                channels);
    }

    static CustomKind<Rule> shapingRules(Resources<Rule> rules, Ownership ownership) {
        return new CustomKind<>(
                "ShapingRule",
                "shapingrules",
                "Rule",
                "rules",
                ResourceCase.RULE,
                Rule.getDefaultInstance(),
                StoredResource::getRule,
                Rule::getRevision,
                rule -> rule.toBuilder()
                        .putLabels(Ownership.LABEL, ownership.namespace())
                        .build(),
                rules);
    }

    /** As Kubernetes's API names it. */
    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    /** The name in the store that a custom resource stands for. */
    String storedName(String customName) {
        return collection + '/' + customName;
    }

    /** As the API shows it, with its etag. */
    M shown(Stored found) {
        return Stamp.shown(unwrap.apply(found.value()), found.revision());
    }
}
