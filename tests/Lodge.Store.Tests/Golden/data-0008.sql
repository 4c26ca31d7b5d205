-- What the first release left behind. A released fixture never changes; the next schema version gets its own.
INSERT INTO vm (id, name, revision, cpus, memory, autostart, title, status, last_words) VALUES (
  '00000001-0000-7000-8000-000000000001', 'vm-1', 7,
  2, 268435456, 1, 'A “title”',
  '{"state":"stopped","reason":"process-died","since":"2025-06-01T12:00:00+00:00","detail":"killed by signal 9","isLive":false}',
  '["last","words"]');
INSERT INTO definition (vm, json) VALUES (
  '00000001-0000-7000-8000-000000000001',
  '{"id":"00000001-0000-7000-8000-000000000001","name":"vm-1","title":"A “title”","description":"two\nlines","accel":"tcg","machine":{"type":"microvm","version":"7.2"},"boot":{"firmware":"bios","kernel":"/srv/vmlinuz","initrd":"/srv/initrd","commandLine":"console=ttyS0"},"cpu":{"count":2,"model":"max"},"memory":{"size":"256MiB"},"disks":[{"name":"vda","source":{"type":"file","path":"/srv/1.qcow2"},"format":"qcow2","readOnly":false,"bus":"virtio"}],"nics":[{"source":{"type":"user"},"mac":"52:54:00:12:34:56","model":"virtio"}],"serials":[{}],"graphics":[{"type":"vnc"}],"onPowerOff":"destroy","onReboot":"restart","onCrash":"preserve","autostart":true}');
INSERT INTO job (id, ended, record) VALUES (
  '00000001-0000-7000-8000-000000000001', 1,
  '{"id":"00000001-0000-7000-8000-000000000001","kind":"save","subject":"vm-1","state":"succeeded","startedAt":"2025-06-01T12:00:01+00:00"}');
INSERT INTO counter (name, next) VALUES ('event', 101);
INSERT INTO secret (id, definition, value) VALUES (
  '00000001-0000-7000-8000-000000000001', '{"id":"00000001-0000-7000-8000-000000000001","private":true,"usage":"ceph","usageId":"admin"}', NULL);
INSERT INTO pool (id, definition, revision, active, persistent) VALUES (
  '00000001-0000-7000-8000-000000000001',
  '{"id":"00000001-0000-7000-8000-000000000001","name":"images","backend":{"type":"folder","path":"/srv"},"autostart":true}', 1, 1, 1);
INSERT INTO volume (pool, name, record) VALUES (
  '00000001-0000-7000-8000-000000000001', 'web1',
  '{"pool":"00000001-0000-7000-8000-000000000001","name":"web1","format":"raw"}');
INSERT INTO network (id, name, revision, definition) VALUES (
  '00000001-0000-7000-8000-000000000001', 'default', 2,
  '{"id":"00000001-0000-7000-8000-000000000001","name":"default","mode":"nat","bridge":{"name":"lodge0"},"subnets":[{"address":"192.168.122.1/24","dhcp":{"ranges":[{"start":"192.168.122.2","end":"192.168.122.254"}]}}],"autostart":true}');
INSERT INTO security_group (id, name, definition) VALUES (
  '00000001-0000-7000-8000-000000000001', 'web',
  '{"id":"00000001-0000-7000-8000-000000000001","name":"web","rules":[{"direction":"in","protocol":"tcp","port":443}]}');
INSERT INTO network_filter (id, name, definition) VALUES (
  '00000001-0000-7000-8000-000000000001', 'no-mail',
  '{"id":"00000001-0000-7000-8000-000000000001","name":"no-mail","chain":"root","entries":[{"type":"rule","action":"drop","direction":"out","match":{"protocol":"tcp","attributes":[{"name":"dstportstart","value":"25"}]}}]}');
INSERT INTO snapshots (vm, json) VALUES (
  '00000001-0000-7000-8000-000000000001',
  '{"vmId":"00000001-0000-7000-8000-000000000001","layers":[{"path":"/srv/1.first.qcow2","disk":"vda","state":"kept"}]}');
INSERT INTO checkpoints (vm, json) VALUES (
  '00000001-0000-7000-8000-000000000001',
  '{"vmId":"00000001-0000-7000-8000-000000000001","unneeded":[{"disk":"vda","bitmap":"monday"}]}');
