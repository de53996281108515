"""Everything that moves documents: formats, shards, manifest, Prefect flows, report, command line."""
