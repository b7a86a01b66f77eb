{{ mineral_evidence() }}
