{{ baci_totals('baci_exporters', 'exporter_code') }}
