using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>A network card of the guest.</summary>
public sealed record NicDefinition
{
    /// <summary>A card in QEMU's own private network, unless told otherwise.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public NicDefinition(NicSource? source = null) => Source = source ?? new UserNicSource();

    /// <summary>What the card is plugged into.</summary>
    public NicSource Source { get; init; }

    /// <summary>Unicast MAC address, <c>52:54:00:12:34:56</c>; made up when absent, and then kept.</summary>
    public string? Mac { get; init; }

    /// <summary>The hardware that the guest sees.</summary>
    public NicModel Model { get; init; } = NicModel.Virtio;
}

/// <summary>What a network card is plugged into.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(UserNicSource), "user")]
public abstract record NicSource;

/// <summary>
/// A private network that QEMU itself makes: the guest reaches out, nobody reaches in. Needs no rights on the host.
/// </summary>
public sealed record UserNicSource : NicSource;

/// <summary>The network hardware that the guest sees.</summary>
[JsonConverter(typeof(KebabEnumConverter<NicModel>))]
public enum NicModel
{
    /// <summary>virtio-net.</summary>
    Virtio = 0,
}
