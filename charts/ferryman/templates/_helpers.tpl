{{- define "ferryman.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "ferryman.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 53 | trimSuffix "-" -}}
{{- else if contains (include "ferryman.name" .) .Release.Name -}}
{{- printf "%s-operator" (.Release.Name | trunc 44 | trimSuffix "-") -}}
{{- else -}}
{{- printf "%s-operator" (printf "%s-%s" .Release.Name (include "ferryman.name" .) | trunc 44 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{- define "ferryman.serviceAccount" -}}
{{- default (ternary (include "ferryman.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "ferryman.selector" -}}
app.kubernetes.io/name: ferryman-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ferryman.labels" -}}
{{ include "ferryman.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: ferryman
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* metadata of an object: include "ferryman.metadata" (list $ NAME NAMESPACE-or-empty) */ -}}
{{- define "ferryman.metadata" -}}
{{- $ := index . 0 -}}
name: {{ index . 1 }}
{{- with index . 2 }}
namespace: {{ . }}
{{- end }}
labels:
  {{- include "ferryman.labels" $ | nindent 2 }}
{{- with $.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* reference of an image: include "ferryman.image" (list $ VALUES) */ -}}
{{- define "ferryman.image" -}}
{{- $ := index . 0 -}}
{{- $image := index . 1 -}}
{{- $name := list (default $.Values.image.registry $image.registry) $image.repository | compact | join "/" -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $name $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (default $.Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{- /* What the operator may do in a namespace it looks after. No wildcard, and nothing about Secrets: pods name them. */ -}}
{{- define "ferryman.rules" -}}
- apiGroups: [ferryman.dev]
  resources: [kafkaclusters]
  verbs: [get, list, watch]
- apiGroups: [ferryman.dev]
  resources: [kafkaclusters/status]
  verbs: [patch]
# names the KafkaCluster as owner of what is made for it
- apiGroups: [ferryman.dev]
  resources: [kafkaclusters/finalizers]
  verbs: [update]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, create, patch]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, create, patch, delete]
# rolls; makes none
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch, delete]
# writes on each which cluster it belongs to; deletes none
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [list, watch, patch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, create, patch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}
