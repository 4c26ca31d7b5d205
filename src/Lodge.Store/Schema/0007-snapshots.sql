-- Snapshots of a VM and the images that Lodge made for them: one record a VM, so that it changes as a whole.
CREATE TABLE snapshots (
  vm   TEXT NOT NULL PRIMARY KEY REFERENCES vm (id) ON DELETE CASCADE,
  json TEXT NOT NULL
) STRICT;
