using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Json;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;

namespace Lodge.Model.Tests.Reference;

/// <summary>Changes every field of a running VM, one at a time, and sees whether the planner does it at once.</summary>
internal sealed class LiveFields
{
    // One VM with all that the planner looks at, complete: every device has its alias.
    private const string Running = """
        {
          "name": "a", "title": "t", "description": "d", "onReboot": "restart",
          "cpu": { "count": 4, "current": 2, "vcpus": [ { "id": 0, "enabled": true }, { "id": 1, "enabled": true } ] },
          "memory": { "size": "1GiB", "current": "512MiB", "maximum": "4GiB", "backing": {},
                      "devices": [ { "alias": "m0", "model": "virtio-mem", "size": "1GiB", "requested": "512MiB" } ] },
          "numa": { "hostNodes": "0" },
          "clock": {}, "features": {}, "boot": { "firmware": "bios" },
          "tuning": { "profile": "general", "cpu": { "weight": 100, "emulatorPin": "0" }, "memory": { "hardLimit": "2GiB" },
                      "blockIo": { "weight": 100 }, "ioThreads": [ { "id": 1 } ] },
          "disks": [ { "alias": "vda", "name": "vda", "bus": "virtio", "format": "raw", "source": { "type": "file", "path": "/vda" },
                       "throttle": { "totalIops": 100 } },
                     { "alias": "sda", "name": "sda", "bus": "scsi", "device": "cdrom", "format": "raw", "source": { "type": "file", "path": "/sda" } } ],
          "nics": [ { "alias": "net0", "mac": "52:54:00:00:00:01", "source": { "type": "network", "network": "n", "portGroup": "p" },
                      "bandwidth": { "inbound": { "average": 100, "peak": 200 }, "outbound": { "average": 100 } },
                      "vlan": { "tags": [ 7, 8 ], "trunk": true, "native": 7 }, "filter": { "name": "f", "parameters": [ { "name": "IP", "value": "x" } ] } },
                    { "alias": "net1", "source": { "type": "bridge", "bridge": "br0" } },
                    { "alias": "net2", "source": { "type": "macvtap", "interface": "eth0", "sharing": "vepa" } },
                    { "alias": "net3", "source": { "type": "user", "backend": "qemu", "forwards": [ { "port": 1, "targetPort": 2, "address": "127.0.0.1" } ] } } ],
          "serials": [ { "alias": "serial0" } ],
          "graphics": [ { "type": "vnc", "password": "x" } ],
          "balloon": { "alias": "balloon0" },
          "watchdogs": [ { "alias": "watchdog0" } ],
          "rngs": [ { "alias": "rng0" } ],
          "controllers": [ { "alias": "scsi0", "type": "scsi", "index": 0 } ]
        }
        """;

    private readonly VmDefinition _running = JsonSerializer.Deserialize(Running, ModelJson.Default.VmDefinition)!;
    private readonly JsonObject _wanted = JsonNode.Parse(Running)!.AsObject();
    private readonly Dictionary<(Type Record, string Field), bool> _verdicts = [];

    private LiveFields() => Visit(typeof(VmDefinition), _wanted);

    /// <summary>For each field that could be changed: whether it was done at once, in one of its places at least.</summary>
    public static IReadOnlyDictionary<(Type Record, string Field), bool> Verdicts() => new LiveFields()._verdicts;

    private void Visit(Type record, JsonObject node)
    {
        foreach (var field in ModelField.Of(record))
        {
            switch (node[field.Name])
            {
                case JsonObject child:
                    Visit(KindOf(field.Type, child), child);
                    break;
                case JsonArray list when field.IsRecord:
                    foreach (var child in list.ToList())
                    {
                        Visit(KindOf(field.Type, child!.AsObject()), child.AsObject());
                    }

                    break;
                default:
                    Try(record, field, node);
                    break;
            }
        }
    }

    private void Try(Type record, ModelField field, JsonObject node)
    {
        var before = node[field.Name]?.DeepClone();
        foreach (var value in Others(field, before))
        {
            node[field.Name] = value;
            if (Read() is { } wanted && !DefinitionDifference.Same(_running, wanted))
            {
                var key = (record, field.Name);
                _verdicts[key] = _verdicts.GetValueOrDefault(key) || ChangePlanner.Plan(_running, wanted).Waiting.Count == 0;
                break;
            }
        }

        if (before is null)
        {
            node.Remove(field.Name);
        }
        else
        {
            node[field.Name] = before;
        }
    }

    private VmDefinition? Read()
    {
        try
        {
            return _wanted.Deserialize(ModelJson.Default.VmDefinition);
        }
        catch (JsonException)
        {
            return null; // Not a value of that field.
        }
    }

    private static Type KindOf(Type type, JsonObject node) =>
        ModelField.KindsOf(type).FirstOrDefault(kind => kind.TypeDiscriminator?.ToString() == node["type"]?.ToString()).DerivedType ?? type;

    private static IEnumerable<JsonNode?> Others(ModelField field, JsonNode? before) => field.Type switch
    {
        _ when field.IsList || field.IsRecord => [],
        { IsEnum: true } => ModelField.ValuesOf(field.Type).Select(value => value.Text).Where(text => text != before?.ToString()).Reverse().Select(text => (JsonNode?)text),
        _ when field.Type == typeof(bool) => [before?.ToString() != "true"],
        _ when field.Type == typeof(ByteSize) => ["768MiB"],
        _ when field.Type == typeof(DateTimeOffset) => ["2031-01-01T00:00:00Z"],
        _ when field.Type == typeof(Guid) => [Guid.NewGuid().ToString()],
        _ when field.Type == typeof(string) => [$"{before}1", "1"],
        _ => [3],
    };
}
