-- Pools of every kind, where there were only folders; whether they are in use; and what is known of volumes beside
-- their bytes.
UPDATE pool SET definition = json_object(
  'id', json_extract(definition, '$.id'),
  'name', json_extract(definition, '$.name'),
  'backend', json_object('type', 'folder', 'path', json_extract(definition, '$.path')),
  'autostart', json(CASE WHEN json_extract(definition, '$.autostart') THEN 'true' ELSE 'false' END));

ALTER TABLE pool ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE pool ADD COLUMN active INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pool ADD COLUMN persistent INTEGER NOT NULL DEFAULT 1;

CREATE TABLE volume (
  pool   TEXT NOT NULL,
  name   TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (pool, name)
) STRICT;
