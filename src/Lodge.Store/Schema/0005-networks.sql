-- Networks, security groups and network filters.
CREATE TABLE network (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL UNIQUE,
  revision   INTEGER NOT NULL,
  definition TEXT    NOT NULL
) STRICT;

CREATE TABLE security_group (
  id         TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL
) STRICT;

CREATE TABLE network_filter (
  id         TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL
) STRICT;
