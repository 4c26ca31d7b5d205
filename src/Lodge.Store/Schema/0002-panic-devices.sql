-- A definition had one switch for its panic device; now it has a list of such devices, and without one gets the usual.
UPDATE vm SET definition = json_remove(
  CASE WHEN json_extract(definition, '$.panicNotifier') = 0 THEN json_set(definition, '$.panics', json('[]')) ELSE definition END,
  '$.panicNotifier')
WHERE json_type(definition, '$.panicNotifier') IS NOT NULL;
