{#- The few functions whose names differ between engines. Everything else in the models is the SQL that
    DuckDB and Spark share. Patterns are the regular expressions that both read alike. -#}

{#- True where the text contains the pattern. -#}
{% macro text_matches(text, pattern) %}{{ return(adapter.dispatch('text_matches')(text, pattern)) }}{% endmacro %}

{% macro default__text_matches(text, pattern) %}({{ text }} rlike {{ pattern }}){% endmacro %}

{% macro duckdb__text_matches(text, pattern) %}regexp_matches({{ text }}, {{ pattern }}){% endmacro %}

{#- The text with the match of an anchored pattern replaced: one place at most. -#}
{% macro text_replace(text, pattern, replacement) %}
{{- return(adapter.dispatch('text_replace')(text, pattern, replacement)) -}}
{% endmacro %}

{% macro default__text_replace(text, pattern, replacement) %}regexp_replace({{ text }}, {{ pattern }}, {{ replacement }}){% endmacro %}

{#- The n-th bracket of the first match, '' where nothing matches. -#}
{% macro text_extract(text, pattern, bracket=1) %}
{{- return(adapter.dispatch('text_extract')(text, pattern, bracket)) -}}
{% endmacro %}

{% macro default__text_extract(text, pattern, bracket) %}regexp_extract({{ text }}, {{ pattern }}, {{ bracket }}){% endmacro %}

{#- Backslashes in literals mean different things to the engines: brackets and classes instead of escapes. -#}
{% macro number_pattern() %}([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?|[.][0-9]+){% endmacro %}
