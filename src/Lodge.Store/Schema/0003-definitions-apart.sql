-- Definitions lie in a table of their own, so that all VMs can be listed without reading one of them. The columns
-- beside are what a list shows; NULL where nobody has stored the definition since.
CREATE TABLE definition (
  vm   TEXT NOT NULL PRIMARY KEY REFERENCES vm (id) ON DELETE CASCADE,
  json TEXT NOT NULL
) STRICT;

INSERT INTO definition (vm, json) SELECT id, definition FROM vm;

ALTER TABLE vm DROP COLUMN definition;
ALTER TABLE vm ADD COLUMN cpus INTEGER;
ALTER TABLE vm ADD COLUMN memory INTEGER;
ALTER TABLE vm ADD COLUMN autostart INTEGER;
ALTER TABLE vm ADD COLUMN title TEXT;
