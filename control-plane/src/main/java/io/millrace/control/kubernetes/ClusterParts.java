package io.millrace.control.kubernetes;

import io.millrace.control.change.Mirror;
import io.millrace.control.edge.EdgeWatch;
import io.millrace.control.edge.Edges;
import io.millrace.control.resource.Resources;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.Rule;

/**
 * What of the control plane ends are that Kubernetes tells of.
 *
 * @param mirror what is stored
 * @param edges where edges go
 * @param edgeWatch is told when one has changed
 */
public record ClusterParts(
        Mirror mirror, Edges edges, EdgeWatch edgeWatch, Resources<Channel> channels, Resources<Rule> rules) {}
