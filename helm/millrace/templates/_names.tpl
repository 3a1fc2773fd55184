{{/* Beginning of the names of all objects. */}}
{{- define "millrace.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels by which objects of a component are selected; they never change. Takes (root, component). */}}
{{- define "millrace.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ default $root.Chart.Name $root.Values.nameOverride }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* All labels of an object. Takes (root, component). */}}
{{- define "millrace.labels" -}}
{{- $root := index . 0 -}}
{{ include "millrace.selector" . }}
app.kubernetes.io/part-of: millrace
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{/* The components that are enabled, as a list in JSON. */}}
{{- define "millrace.components" -}}
{{- $enabled := list -}}
{{- range $name := list "ingest" "edge" "shaper" "control" -}}
{{- if (index $.Values $name).enabled -}}
{{- $enabled = append $enabled $name -}}
{{- end -}}
{{- end -}}
{{- toJson $enabled -}}
{{- end -}}

{{/* The image of a component, or of the command line (cli). Takes (root, component, whole reference or ""). */}}
{{- define "millrace.image" -}}
{{- $image := (index . 0).Values.image -}}
{{- if index . 2 -}}
{{- index . 2 -}}
{{- else -}}
{{- with $image.registry }}{{ . }}/{{ end -}}
{{- $image.repository }}/{{ index . 1 }}:{{ default (index . 0).Chart.AppVersion $image.tag -}}
{{- end -}}
{{- end -}}

{{/* The service account of a component. Takes (root, component). */}}
{{- define "millrace.serviceAccount" -}}
{{- $root := index . 0 -}}
{{- $account := (index $root.Values (index . 1)).serviceAccount -}}
{{- if $account.create -}}
{{- default (printf "%s-%s" (include "millrace.fullname" $root) (index . 1)) $account.name -}}
{{- else -}}
{{- default "default" $account.name -}}
{{- end -}}
{{- end -}}

{{/* A Service's name in the cluster's DNS. Takes (root, end of the name). */}}
{{- define "millrace.dns" -}}
{{- $root := index . 0 -}}
{{ include "millrace.fullname" $root }}-{{ index . 1 }}.{{ $root.Release.Namespace }}.svc
{{- end -}}

{{/* The Secret with a component's certificate. Takes (root, component). */}}
{{- define "millrace.tlsSecret" -}}
{{- $root := index . 0 -}}
{{- if $root.Values.tls.certManager.enabled -}}
{{ include "millrace.fullname" $root }}-{{ index . 1 }}-tls
{{- else -}}
{{- index $root.Values.tls.existingSecrets (index . 1) -}}
{{- end -}}
{{- end -}}

{{/* The port without TLS of a component's HTTP. */}}
{{- define "millrace.port" -}}
{{- get (dict "ingest" "8080" "edge" "8081" "shaper" "8082" "control" "8083") . -}}
{{- end -}}

{{/* The scheme of services within the cluster, which is the name of their port. */}}
{{- define "millrace.scheme" -}}
{{- ternary "https" "http" .Values.tls.enabled -}}
{{- end -}}

{{/* A component's URL within the cluster. Takes (root, component). */}}
{{- define "millrace.url" -}}
{{- $root := index . 0 -}}
{{ include "millrace.scheme" $root }}://{{ include "millrace.dns" . }}:{{ ternary "8443" (include "millrace.port" (index . 1)) $root.Values.tls.enabled }}
{{- end -}}

{{/* Whether a host of exposure.hosts is exposed; empty if not. Takes (root, key). */}}
{{- define "millrace.exposed" -}}
{{- $root := index . 0 -}}
{{- $component := ternary "control" (index . 1) (eq (index . 1) "grpc") -}}
{{- if and (ne $root.Values.exposure.type "none") (index $root.Values $component).enabled -}}
{{- index $root.Values.exposure.hosts (index . 1) -}}
{{- end -}}
{{- end -}}

{{/*
Where clients reach the edges. One name for all is right: any edge serves any object. Where nothing is exposed, clients are in
the cluster and can take the pods themselves, unless these show certificates, which are for the Service's name.
*/}}
{{- define "millrace.edgeUri" -}}
{{- if .Values.edge.uri -}}
{{- .Values.edge.uri -}}
{{- else if include "millrace.exposed" (list . "edge") -}}
{{- .Values.exposure.scheme }}://{{ include "millrace.exposed" (list . "edge") -}}
{{- else if or .Values.tls.enabled (not (include "millrace.edgesFromKubernetes" .)) -}}
{{- include "millrace.url" (list . "edge") -}}
{{- else -}}
http://{address}:{port}
{{- end -}}
{{- end -}}

{{/* Whether the control plane takes edges from EndpointSlices; empty if not. */}}
{{- define "millrace.edgesFromKubernetes" -}}
{{- if and .Values.control.enabled .Values.control.kubernetes.enabled .Values.control.kubernetes.edges .Values.edge.enabled -}}true{{- end -}}
{{- end -}}

{{/* The Secret with tokens of callers. */}}
{{- define "millrace.tokens" -}}
{{- default (printf "%s-tokens" (include "millrace.fullname" .)) .Values.auth.existingSecret -}}
{{- end -}}

{{/* Whether services of the data plane have a control plane; empty if not. */}}
{{- define "millrace.controlled" -}}
{{- if or .Values.control.enabled .Values.control.uri -}}true{{- end -}}
{{- end -}}
