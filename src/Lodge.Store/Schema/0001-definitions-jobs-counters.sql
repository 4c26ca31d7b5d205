-- Definitions. The columns beside the JSON are what SQLite itself has to know: identity and uniqueness.
CREATE TABLE vm (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL UNIQUE,
  revision   INTEGER NOT NULL,
  definition TEXT    NOT NULL,
  status     TEXT,
  last_words TEXT
) STRICT;

-- Jobs in the order in which they began. Numbers are dense, so that the oldest are cheap to find.
CREATE TABLE job (
  number INTEGER NOT NULL PRIMARY KEY,
  id     TEXT    NOT NULL UNIQUE,
  ended  INTEGER NOT NULL,
  record TEXT    NOT NULL
) STRICT;

-- Numbers that are handed out once and never again.
CREATE TABLE counter (
  name TEXT    NOT NULL PRIMARY KEY,
  next INTEGER NOT NULL
) STRICT;
