using Lodge.Model.Images;
using Lodge.Model.Json;

namespace Lodge.Cli.Rendering;

/// <summary>What <c>lodge image info</c> prints.</summary>
internal static class ImageDetails
{
    /// <summary>One image.</summary>
    public static string Render(ImageInfo image, DateTimeOffset now, Style style) => new Details(style)
        .Headline(image.Name)
        .Line("what", image.Description)
        .Line("size", Sizes.Of(image.SizeBytes))
        .Line("memory", $"{Sizes.Of(image.MinimumMemoryBytes)} or more")
        .Line("for", image.Architecture)
        .Line("firmware", image.Firmware is { } firmware ? Kebab.Of(firmware) : null)
        .Line("user", image.User)
        .Line("age", Ages.Length(now - image.CreatedAt))
        .Line("kernel", image.Kernel)
        .Line("disk", image.Disk?.Path)
        .Line("guest sees", image.Disk is { VirtualSize: var bytes } ? Sizes.Of(bytes) : null)
        .Line("sha256", image.Disk?.Sha256)
        .Line("from", image.Origin?.Source)
        .Line("checksum", image.Origin is { Kind: ImageOriginKind.Pulled } origin ? Checksum(origin) : null)
        .Line("signature", image.Origin is { Kind: ImageOriginKind.Pulled } pulled ? Signature(pulled) : null)
        .ToString();

    private static string Checksum(ImageOrigin origin) =>
        origin.Checksum is { } checksum ? $"yes: as published, {checksum}" : "no: none is published";

    private static string Signature(ImageOrigin origin) => origin.Signature switch
    {
        SignatureOutcome.Good => $"yes: by the vendor's key {origin.Signer}",
        SignatureOutcome.Unchecked => "no: there is one, but no keyring of the daemon's host has the key",
        _ => "no: none is known",
    };
}
