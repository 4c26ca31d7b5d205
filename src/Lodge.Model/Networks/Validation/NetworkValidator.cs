using Lodge.Model.Errors;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Checks what can be checked of a network without a host and without the other networks. All flaws are collected.</summary>
public static class NetworkValidator
{
    private static readonly Action<NetworkDefinition, Place>[] Concerns =
    [
        NetworkIdentityValidator.Check,
        ModeValidator.Check,
        SubnetValidator.Check,
        DhcpValidator.Check,
        ReservationValidator.Check,
        DnsValidator.Check,
        TranslationValidator.Check,
        RouteValidator.Check,
        ForwardValidator.Check,
        PortGroupValidator.Check,
    ];

    /// <summary>All flaws of <paramref name="definition"/>; empty when it is sound.</summary>
    public static IReadOnlyList<Flaw> Check(NetworkDefinition definition)
    {
        var root = Place.Root();
        foreach (var concern in Concerns)
        {
            concern(definition, root);
        }

        return root.Flaws;
    }

    /// <summary>Refuses a definition with flaws.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every flaw.</exception>
    public static void ThrowIfFlawed(NetworkDefinition definition)
    {
        var flaws = Check(definition);
        if (flaws.Count == 0)
        {
            return;
        }

        var what = flaws.Count == 1
            ? $"The definition of network '{definition.Name}' is not valid: {flaws[0]}."
            : $"The definition of network '{definition.Name}' has {flaws.Count} errors: {string.Join("; ", flaws)}.";
        throw new LodgeException(ErrorCode.InvalidArgument, what, "Correct it and try again; nothing was changed.");
    }
}
