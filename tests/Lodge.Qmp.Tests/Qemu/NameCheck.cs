using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Lodge.Qmp.Tests.Qemu;

/// <summary>
/// Reads made-up messages and looks whether every name that is read was ever sent, and every value came through. Not
/// every message has every name: a union has the members of one case, and self-nested types end somewhere.
/// </summary>
internal sealed class NameCheck(IReadOnlySet<string> exempt)
{
    private readonly HashSet<string> _sent = [];
    private readonly HashSet<string> _absent = [];

    /// <summary>Names that are read and were in no message.</summary>
    public IEnumerable<string> NeverSent => _absent.Except(_sent);

    public void Read(string subject, JsonNode sample, JsonTypeInfo info)
    {
        // What was read, written again, must be part of what was sent.
        var value = JsonSerializer.Deserialize(sample, info);
        Compare(subject, sample, JsonSerializer.SerializeToNode(value, info));
    }

    private void Compare(string path, JsonNode? sent, JsonNode? read)
    {
        if (read is JsonObject members)
        {
            foreach (var (name, value) in members.Where(member => !exempt.Contains(member.Key)))
            {
                CompareMember($"{path}.{name}", sent![name], value);
            }
        }
        else if (read is JsonArray items)
        {
            Assert.Equal(sent!.AsArray().Count, items.Count);
            Compare($"{path}[]", sent[0], items[0]);
        }
        else
        {
            Assert.True(JsonNode.DeepEquals(sent, read), $"{path}: sent {Show(sent)}, read {Show(read)}");
        }
    }

    private void CompareMember(string path, JsonNode? sent, JsonNode? read)
    {
        path = path.Replace(".backing-image", "").Replace(".backing", "").Replace(".parent", "");
        if (sent is null)
        {
            _absent.Add(path);
            return;
        }

        _sent.Add(path);
        Compare(path, sent, read);
    }

    private static string Show(JsonNode? node) => node?.ToJsonString() ?? "nothing";
}
