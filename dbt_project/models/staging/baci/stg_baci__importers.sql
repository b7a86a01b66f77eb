{{ baci_totals('baci_importers', 'importer_code') }}
