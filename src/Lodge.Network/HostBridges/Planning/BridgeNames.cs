using System.Globalization;
using System.Text;
using Lodge.Linux.Network;
using Lodge.Model.Errors;

namespace Lodge.Network.HostBridges.Planning;

/// <summary>The name of a bridge to be made. Pure.</summary>
internal static class BridgeNames
{
    /// <summary>The wanted name, or the first free one.</summary>
    /// <param name="wanted">What somebody wants; null for any.</param>
    /// <param name="links">All interfaces of the host.</param>
    /// <param name="configurations">Texts that may name bridges which are not there at the moment.</param>
    /// <exception cref="LodgeException">The name is taken, or none for an interface.</exception>
    public static string Choose(string? wanted, IReadOnlyList<NetworkLink> links, IEnumerable<string> configurations)
    {
        if (wanted is null)
        {
            var texts = configurations.ToArray();
            return Enumerable.Range(0, int.MaxValue).Select(number => string.Create(CultureInfo.InvariantCulture, $"br{number}"))
                .First(name => links.All(link => link.Name != name) && !texts.Any(text => ConfigurationText.Names(text, name)));
        }

        if (wanted.Length == 0 || Encoding.UTF8.GetByteCount(wanted) > Links.LongestName || wanted is "." or ".." || wanted.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"No bridge can be named '{wanted}'.", $"Use 1 to {Links.LongestName} letters, digits, '-', '_' or '.', such as br0.");
        }

        return links.All(link => link.Name != wanted)
            ? wanted
            : throw new LodgeException(ErrorCode.InvalidArgument, $"The bridge cannot be named '{wanted}': the host has an interface of that name.", "Choose another name, or leave it out.");
    }
}
