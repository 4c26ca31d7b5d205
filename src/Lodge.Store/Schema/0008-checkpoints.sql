-- Checkpoints of a VM: one record a VM, so that it changes as a whole.
CREATE TABLE checkpoints (
  vm   TEXT NOT NULL PRIMARY KEY REFERENCES vm (id) ON DELETE CASCADE,
  json TEXT NOT NULL
) STRICT;
