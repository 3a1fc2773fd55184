{{/* What is exposed by a host of exposure.hosts, as YAML: component and port's name. Takes (root, key). */}}
{{- define "millrace.target" -}}
{{- $grpc := eq (index . 1) "grpc" -}}
service: {{ ternary "control-grpc" (index . 1) $grpc }}
component: {{ ternary "control" (index . 1) $grpc }}
port: {{ ternary "grpc" (include "millrace.scheme" (index . 0)) $grpc }}
number: {{ if $grpc }}9090{{ else if (index . 0).Values.tls.enabled }}8443{{ else }}{{ include "millrace.port" (index . 1) }}{{ end }}
{{- end -}}

{{/*
Annotations that let requests last, and bytes pass as they come. Takes (root, key of exposure.hosts).

ingress-nginx (https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/): without these it takes an
upload as a whole before it goes on, no more than 1 MiB, collects answers, and ends either after 60 s of silence. A publisher that
is silent for 60 s is ended by client-body-timeout, which is set in the controller's ConfigMap only.

HAProxy (https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md): does not collect, but ends
what was silent for 50 s, and lets a small chunk wait for some 200 ms for more without http-no-delay. timeout-client is set in the
controller's ConfigMap only.

Traefik: does not collect either. Entry points end an upload after 60 s, silent or not, unless the option
entryPoints.NAME.transport.respondingTimeouts.readTimeout is 0, which no annotation can set
(https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/).
*/}}
{{- define "millrace.ingressAnnotations" -}}
{{- $root := index . 0 -}}
{{- $key := index . 1 -}}
{{- $exposure := $root.Values.exposure -}}
{{- $target := include "millrace.target" . | fromYaml -}}
{{- if eq $exposure.controller "nginx" -}}
{{- if eq $key "grpc" }}
nginx.ingress.kubernetes.io/backend-protocol: {{ ternary "GRPCS" "GRPC" $root.Values.tls.enabled }}
{{- else }}
nginx.ingress.kubernetes.io/backend-protocol: {{ ternary "HTTPS" "HTTP" $root.Values.tls.enabled }}
nginx.ingress.kubernetes.io/proxy-http-version: "1.1"
{{- end }}
nginx.ingress.kubernetes.io/proxy-request-buffering: "off"
nginx.ingress.kubernetes.io/proxy-buffering: "off"
nginx.ingress.kubernetes.io/proxy-body-size: "0"
nginx.ingress.kubernetes.io/proxy-read-timeout: {{ $exposure.idleSeconds | quote }}
nginx.ingress.kubernetes.io/proxy-send-timeout: {{ $exposure.idleSeconds | quote }}
{{- if $root.Values.tls.enabled }}
nginx.ingress.kubernetes.io/proxy-ssl-secret: {{ $root.Release.Namespace }}/{{ include "millrace.tlsSecret" (list $root $target.component) }}
nginx.ingress.kubernetes.io/proxy-ssl-verify: "on"
nginx.ingress.kubernetes.io/proxy-ssl-name: {{ include "millrace.dns" (list $root $target.component) }}
nginx.ingress.kubernetes.io/proxy-ssl-server-name: "on"
{{- end }}
{{- else if eq $exposure.controller "haproxy" }}
haproxy.org/timeout-server: {{ printf "%ds" (int $exposure.idleSeconds) }}
haproxy.org/backend-config-snippet: option http-no-delay
{{- if $root.Values.tls.enabled }}
haproxy.org/server-ssl: "true"
haproxy.org/server-ca: {{ $root.Release.Namespace }}/{{ $exposure.ingress.caSecret }}
{{- else if eq $key "grpc" }}
haproxy.org/server-proto: h2
{{- end }}
{{- end }}
{{- end -}}

{{/*
How Traefik speaks to a service is told by the Service, for all of its ports at once; so gRPC goes by a Service of its own
(https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/). Takes (root, end of the Service's name, component).
*/}}
{{- define "millrace.serviceAnnotations" -}}
{{- $root := index . 0 -}}
{{- if and (eq $root.Values.exposure.type "ingress") (eq $root.Values.exposure.controller "traefik") }}
{{- if $root.Values.tls.enabled }}
traefik.ingress.kubernetes.io/service.serversscheme: https
traefik.ingress.kubernetes.io/service.serverstransport: {{ $root.Release.Namespace }}-{{ include "millrace.fullname" $root }}-{{ index . 2 }}@kubernetescrd
{{- else if hasSuffix "-grpc" (index . 1) }}
traefik.ingress.kubernetes.io/service.serversscheme: h2c
{{- end }}
{{- end }}
{{- end -}}
