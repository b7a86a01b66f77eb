{#- Sources whose figures are a model's, those of past years included: none is a print of what somebody reported. -#}
{% macro is_modelled_source(column) %}{{ column }} in ('iea'){% endmacro %}
