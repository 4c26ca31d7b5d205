using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Panel;

/// <summary>A screen of a graphics card.</summary>
/// <param name="Device">Id of the card in QEMU; null for the first.</param>
/// <param name="Head">Which of its screens; null with the first card.</param>
internal sealed record ScreenHead(string? Device, long? Head);

/// <summary>Counts the screens of a VM: those of its first graphics card, then those of the next. Pure.</summary>
internal static class Screens
{
    /// <summary>A screen by its number.</summary>
    /// <exception cref="LodgeException">There is none of that number, or none at all.</exception>
    public static ScreenHead Find(VmDefinition definition, int screen)
    {
        var heads = Of(definition);
        if (heads.Count == 0)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"VM '{definition.Name}' has no display that a picture could be taken of.",
                $"Its text console is there with 'lodge console {definition.Name}'; a display comes with a VM's 'graphics', at its next start.");
        }

        return screen >= 0 && screen < heads.Count ? heads[screen] : throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"VM '{definition.Name}' has no screen {screen}.",
            heads.Count == 1
                ? "It has one screen, number 0."
                : string.Create(CultureInfo.InvariantCulture, $"Its screens are numbered 0 to {heads.Count - 1}."));
    }

    private static List<ScreenHead> Of(VmDefinition definition)
    {
        var cards = definition.Videos ?? (definition.Graphics.Count > 0 ? [new VideoDefinition()] : []);
        var heads = cards.Where(card => card.Model != VideoModel.None)
            .SelectMany(card => Enumerable.Range(0, card.Heads ?? 1).Select(head => new ScreenHead(card.Alias, head)))
            .ToList();
        if (heads.Count > 0)
        {
            heads[0] = new ScreenHead(null, null);
        }

        return heads;
    }
}
