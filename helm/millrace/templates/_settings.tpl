{{/*
The settings of a component, as YAML of a map: what the chart decides, then `config` of all, then that of the component.
No secret is among them: they are in files that these settings name. Takes (root, component).
*/}}
{{- define "millrace.settings" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $values := index $root.Values $component -}}
{{- $prefix := printf "MILLRACE_%s_" (upper $component) -}}
{{- $settings := dict -}}
{{- $_ := set $settings (print $prefix "DRAIN_DELAY") (printf "%ds" (int $values.drain.delaySeconds)) -}}
{{- $_ := set $settings (print $prefix "DRAIN") (printf "%ds" (int $values.drain.seconds)) -}}
{{- with $root.Values.exposure.trustedProxies -}}
{{- $_ := set $settings (print $prefix "TRUSTED_PROXIES") (join "," .) -}}
{{- end -}}
{{- if $root.Values.tls.enabled -}}
{{- $_ := set $settings (print $prefix "TLS_PORT") "8443" -}}
{{- $_ := set $settings (print $prefix "TLS_CERTIFICATE") "/etc/millrace/tls/tls.crt" -}}
{{- $_ := set $settings (print $prefix "TLS_KEY") "/etc/millrace/tls/tls.key" -}}
{{- $_ := set $settings (print $prefix "PLAIN") (toString $root.Values.tls.plain) -}}
{{- end -}}
{{- if has $component (list "ingest" "edge" "control") -}}
{{- $settings = merge $settings (include "millrace.redisSettings" . | fromYaml) (include "millrace.kafkaSettings" . | fromYaml) -}}
{{- end -}}
{{- if eq $component "control" -}}
{{- $settings = merge $settings (include "millrace.controlSettings" $root | fromYaml) -}}
{{- else if include "millrace.controlled" $root -}}
{{- $settings = merge $settings (include "millrace.clientSettings" $root | fromYaml) -}}
{{- end -}}
{{- if and (eq $component "edge") (include "millrace.controlled" $root) (not (include "millrace.edgesFromKubernetes" $root)) -}}
{{- $_ := set $settings "MILLRACE_EDGE_URIS" (include "millrace.edgeUri" $root) -}}
{{- end -}}
{{- if eq $component "shaper" -}}
{{- $_ := set $settings "MILLRACE_SHAPER_EDGE" (default (include "millrace.url" (list $root "edge")) $values.edgeUri) -}}
{{- if and $root.Values.tls.enabled (not $values.edgeUri) -}}
{{- $_ := set $settings "MILLRACE_SHAPER_EDGE_CA" "/etc/millrace/tls/ca.crt" -}}
{{- end -}}
{{- end -}}
{{- range $name, $value := merge (deepCopy $values.config) $root.Values.config -}}
{{- /* Helm's numbers are floating; a large one would become 5.36870912e+08. */ -}}
{{- $_ := set $settings $name (ternary (toJson $value) (toString $value) (kindIs "float64" $value)) -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{/* What ingest, edge and shaper are told of the control plane. */}}
{{- define "millrace.clientSettings" -}}
{{/* The headless Service has the addresses of all replicas: who loses one goes on at the next. */ -}}
MILLRACE_CONTROL_URI: {{ default (printf "dns:///%s:9090" (include "millrace.dns" (list . "control-grpc"))) .Values.control.uri | quote }}
MILLRACE_CONTROL_TOKEN_FILE: /etc/millrace/tokens/token
{{- if .Values.tls.enabled }}
MILLRACE_CONTROL_TLS: "true"
MILLRACE_CONTROL_CA: /etc/millrace/tls/ca.crt
{{- end }}
{{/* It outlasts a container that is started again, and goes with the pod. */ -}}
MILLRACE_CONTROL_SNAPSHOT: /var/lib/millrace/control
MILLRACE_CONTROL_START_FROM_SNAPSHOT: "true"
{{- end -}}

{{- define "millrace.controlSettings" -}}
MILLRACE_CONTROL_CALLERS: /etc/millrace/tokens/callers.json
{{- if .Values.tls.enabled }}
MILLRACE_CONTROL_GRPC_TLS_CERTIFICATE: /etc/millrace/tls/tls.crt
MILLRACE_CONTROL_GRPC_TLS_KEY: /etc/millrace/tls/tls.key
{{- end }}
{{- with .Values.control.kubernetes }}
MILLRACE_CONTROL_KUBERNETES_ENABLED: {{ .enabled | quote }}
{{- if .enabled }}
MILLRACE_CONTROL_KUBERNETES_RESOURCES: {{ .resources | quote }}
MILLRACE_CONTROL_KUBERNETES_LEASE: {{ include "millrace.fullname" $ }}-control
{{- end }}
{{- end }}
{{- if include "millrace.edgesFromKubernetes" . }}
MILLRACE_CONTROL_KUBERNETES_EDGE_SERVICE: {{ include "millrace.fullname" . }}-edge
MILLRACE_CONTROL_KUBERNETES_EDGE_PORT: {{ include "millrace.scheme" . }}
MILLRACE_CONTROL_KUBERNETES_EDGE_URI: {{ include "millrace.edgeUri" . | quote }}
{{- end }}
{{- end -}}

{{/* Takes (root, component). */}}
{{- define "millrace.redisSettings" -}}
{{- $root := index . 0 -}}
{{- $redis := $root.Values.redis -}}
{{- if $redis.bundled.enabled -}}
MILLRACE_REDIS_URI: redis://{{ include "millrace.dns" (list $root "redis") }}:6379
MILLRACE_REDIS_USERNAME: millrace-{{ index . 1 }}
MILLRACE_REDIS_PASSWORD_FILE: /etc/millrace/redis/password
{{- else -}}
MILLRACE_REDIS_URI: {{ $redis.uri | quote }}
{{- if $redis.auth.existingSecret }}
{{- with index $redis.auth.usernames (index . 1) }}
MILLRACE_REDIS_USERNAME: {{ . | quote }}
{{- end }}
MILLRACE_REDIS_PASSWORD_FILE: /etc/millrace/redis/password
{{- end }}
{{- if $redis.tls.caSecret }}
MILLRACE_REDIS_CA: /etc/millrace/redis/ca.crt
{{- end }}
{{- if $redis.tls.clientSecret }}
MILLRACE_REDIS_CLIENT_CERTIFICATE: /etc/millrace/redis/tls.crt
MILLRACE_REDIS_CLIENT_KEY: /etc/millrace/redis/tls.key
{{- end }}
{{- end }}
{{- end -}}

{{/* Takes (root, component). */}}
{{- define "millrace.kafkaSettings" -}}
{{- $root := index . 0 -}}
{{- $kafka := $root.Values.kafka -}}
{{- if $kafka.bundled.enabled -}}
MILLRACE_KAFKA_BOOTSTRAP: {{ include "millrace.dns" (list $root "kafka") }}:9092
{{- else -}}
MILLRACE_KAFKA_BOOTSTRAP: {{ $kafka.bootstrap | quote }}
{{- if ne $kafka.sasl.mechanism "none" }}
MILLRACE_KAFKA_SASL_MECHANISM: {{ $kafka.sasl.mechanism }}
MILLRACE_KAFKA_USERNAME: {{ index $kafka.sasl.usernames (index . 1) | quote }}
MILLRACE_KAFKA_PASSWORD_FILE: /etc/millrace/kafka/password
{{- end }}
{{- if $kafka.tls.enabled }}
MILLRACE_KAFKA_TLS: "true"
{{- if $kafka.tls.caSecret }}
MILLRACE_KAFKA_CA: /etc/millrace/kafka/ca.crt
{{- end }}
{{- if $kafka.tls.clientSecret }}
MILLRACE_KAFKA_CLIENT_CERTIFICATE: /etc/millrace/kafka/tls.crt
MILLRACE_KAFKA_CLIENT_KEY: /etc/millrace/kafka/tls.key
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
