{{/* What the profile "restricted" of Pod Security asks of a pod; the images' user. */}}
{{- define "millrace.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* Credentials of registries. */}}
{{- define "millrace.pullSecrets" -}}
{{- with .Values.image.pullSecrets -}}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end -}}
{{- end -}}

{{/* The same of a container. */}}
{{- define "millrace.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/*
Probes on the management port. None depends on streams, nor on Redis: a pod that is out of the load balancer because its Redis is
away would help nobody. A start may take long on a busy node; liveness begins after it.
*/}}
{{- define "millrace.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: management}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 90
readinessProbe:
  httpGet: {path: /q/health/ready, port: management}
  periodSeconds: 3
  timeoutSeconds: 2
  failureThreshold: 2
livenessProbe:
  httpGet: {path: /q/health/live, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}

{{/* Container ports of a component's service, as YAML of a list of (name, port). Takes (root, component). */}}
{{- define "millrace.ports" -}}
{{- $tls := (index . 0).Values.tls -}}
{{- if or (not $tls.enabled) $tls.plain }}
- {name: http, port: {{ include "millrace.port" (index . 1) }}}
{{- end }}
{{- if $tls.enabled }}
- {name: https, port: 8443}
{{- end }}
{{- if eq (index . 1) "control" }}
- {name: grpc, port: 9090}
{{- end }}
{{- end -}}

{{/* As far as it goes: a zone that is full must not keep an edge from starting. The hash keeps an old ReplicaSet out of the count. */}}
{{- define "millrace.spread" -}}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "millrace.selector" $ | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end -}}
