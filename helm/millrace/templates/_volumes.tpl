{{/*
Sources of a projected volume with what a component needs to call Redis or Kafka, and nothing of the others'. Takes a map: the
password's secret and key, and the values `tls`.
*/}}
{{- define "millrace.credentials" -}}
{{- if .secret }}
- secret:
    name: {{ .secret }}
    items: [{key: {{ .key }}, path: password}]
{{- end }}
{{- if .tls.caSecret }}
- secret:
    name: {{ .tls.caSecret }}
    items: [{key: {{ .tls.caKey }}, path: ca.crt}]
{{- end }}
{{- if .tls.clientSecret }}
- secret:
    name: {{ .tls.clientSecret }}
    items: [{key: tls.crt, path: tls.crt}, {key: tls.key, path: tls.key}]
{{- end }}
{{- end -}}

{{/* Takes (root, component). */}}
{{- define "millrace.redisCredentials" -}}
{{- $root := index . 0 -}}
{{- $redis := $root.Values.redis -}}
{{- if $redis.bundled.enabled -}}
{{- include "millrace.credentials" (dict "secret" (printf "%s-redis" (include "millrace.fullname" $root)) "key" (index . 1) "tls" dict) -}}
{{- else -}}
{{- include "millrace.credentials" (dict "secret" $redis.auth.existingSecret "key" (index . 1) "tls" $redis.tls) -}}
{{- end -}}
{{- end -}}

{{/* Takes (root, component). */}}
{{- define "millrace.kafkaCredentials" -}}
{{- $kafka := (index . 0).Values.kafka -}}
{{- if not $kafka.bundled.enabled -}}
{{- $secret := ternary "" $kafka.sasl.existingSecret (eq $kafka.sasl.mechanism "none") -}}
{{- include "millrace.credentials" (dict "secret" $secret "key" (index . 1) "tls" (ternary $kafka.tls dict $kafka.tls.enabled)) -}}
{{- end -}}
{{- end -}}

{{/* The volumes of a component, as a list of (name, path, source) in YAML; secrets are read-only. Takes (root, component). */}}
{{- define "millrace.volumes" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
- name: tmp
  path: /tmp
  source:
    emptyDir: {}
- name: state
  path: /var/lib/millrace
  source:
    emptyDir: {}
{{- if or (eq $component "control") (include "millrace.controlled" $root) }}
- name: tokens
  path: /etc/millrace/tokens
  source:
    secret:
      secretName: {{ include "millrace.tokens" $root }}
      defaultMode: 0440
      items:
        {{- if eq $component "control" }}
        - {key: callers.json, path: callers.json}
        {{- else }}
        - {key: {{ $component }}-token, path: token}
        {{- end }}
{{- end }}
{{- if $root.Values.tls.enabled }}
- name: tls
  path: /etc/millrace/tls
  source:
    secret:
      secretName: {{ include "millrace.tlsSecret" . }}
      defaultMode: 0440
{{- end }}
{{- if has $component (list "ingest" "edge" "control") }}
{{- with include "millrace.redisCredentials" . }}
- name: redis
  path: /etc/millrace/redis
  source:
    projected:
      defaultMode: 0440
      sources: {{- . | nindent 8 }}
{{- end }}
{{- with include "millrace.kafkaCredentials" . }}
- name: kafka
  path: /etc/millrace/kafka
  source:
    projected:
      defaultMode: 0440
      sources: {{- . | nindent 8 }}
{{- end }}
{{- end }}
{{- end -}}
