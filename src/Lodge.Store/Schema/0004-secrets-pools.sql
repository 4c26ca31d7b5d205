-- Secrets of guests' devices, with their values sealed by a key that lies in a file of its own; and folders that are
-- known by names.
CREATE TABLE secret (
  id         TEXT NOT NULL PRIMARY KEY,
  definition TEXT NOT NULL,
  value      BLOB
) STRICT;

CREATE TABLE pool (
  id         TEXT NOT NULL PRIMARY KEY,
  definition TEXT NOT NULL
) STRICT;
