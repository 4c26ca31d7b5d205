using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>Names of devices within the VM.</summary>
internal static class AliasValidator
{
    private const int Limit = 63;

    public static void Check(VmDefinition definition, Place root)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, device) in definition.EachDevice())
        {
            if (device.Alias is not { } alias)
            {
                continue;
            }

            root.AddIf(
                !IsSound(alias),
                $"{path}.alias",
                $"must be 1 to {Limit} letters, digits, '.', '_' and '-', a letter first, and is '{alias}'");
            if (!taken.TryAdd(alias, path))
            {
                root.Add($"{path}.alias", $"is '{alias}', as that of {taken[alias]} is already");
            }
        }
    }

    private static bool IsSound(string alias) =>
        alias.Length is > 0 and <= Limit && char.IsAsciiLetter(alias[0]) && alias.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
