/** What the control plane does on Kubernetes: edges come from EndpointSlices, channels and rules from custom resources. */
package io.millrace.control.kubernetes;
