using System.Text.Json;

namespace Lodge.Network.Firewall.Tables;

/// <summary>Names of what a table of the kernel holds.</summary>
/// <param name="Chains">Chains.</param>
/// <param name="Sets">Sets that are no maps.</param>
/// <param name="Maps">Maps.</param>
/// <param name="Counters">Named counters.</param>
internal sealed record NftInventory(
    IReadOnlyList<string> Chains, IReadOnlyList<string> Sets, IReadOnlyList<string> Maps, IReadOnlyList<string> Counters)
{
    /// <summary>Reads what <c>list table</c> prints as JSON (libnftables-json(5)).</summary>
    public static NftInventory Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var found = new Dictionary<string, List<string>>();
        foreach (var item in document.RootElement.GetProperty("nftables").EnumerateArray())
        {
            foreach (var part in item.EnumerateObject().Where(part => part.Value.TryGetProperty("name", out _)))
            {
                if (!found.TryGetValue(part.Name, out var names))
                {
                    found[part.Name] = names = [];
                }

                names.Add(part.Value.GetProperty("name").GetString()!);
            }
        }

        return new NftInventory(Of("chain"), Of("set"), Of("map"), Of("counter"));

        IReadOnlyList<string> Of(string kind) => found.GetValueOrDefault(kind) ?? [];
    }
}
