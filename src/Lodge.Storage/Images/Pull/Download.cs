using Lodge.Model.Errors;
using Lodge.Model.Images;

namespace Lodge.Storage.Images.Pull;

/// <summary>
/// Brings one file from the first of several mirrors that has it right: a mirror that breaks off is asked for the
/// rest a few times, one that stays silent or answers nonsense is left for the next, and a file with the wrong digest
/// is thrown away.
/// </summary>
internal sealed class Download(Mirror mirror, int retries)
{
    /// <summary>Fills a partial file.</summary>
    /// <param name="part">What is there already.</param>
    /// <param name="mirrors">Where it can be had.</param>
    /// <param name="expected">The published digest; null when there is none.</param>
    /// <param name="progress">Hears the share that is done, and from where.</param>
    /// <param name="cancellationToken">Ends the transfer; what came stays.</param>
    /// <exception cref="LodgeException">No mirror has it, or none has it right.</exception>
    public async Task RunAsync(
        PartialFile part, IReadOnlyList<Uri> mirrors, (DigestKind Kind, string Hex)? expected, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        var troubles = new List<string>();
        var isWrong = false;
        foreach (var url in mirrors)
        {
            if (!part.CanGoOnAt(url))
            {
                part.Restart();
            }

            var trouble = await FromAsync(url, part, progress, cancellationToken);
            if (trouble is null)
            {
                var digest = part.Digests().Published;
                if (expected is null || digest == expected.Value.Hex)
                {
                    return;
                }

                part.Restart();
                isWrong = true;
                trouble = $"has a file whose checksum is {digest}, and not the published {expected.Value.Hex}";
            }

            troubles.Add($"{url.Authority} {trouble}");
        }

        if (part.Length == 0)
        {
            part.Discard();
        }

        throw new LodgeException(
            isWrong ? ErrorCode.BadFile : ErrorCode.Unreachable,
            $"The image could not be downloaded: {string.Join("; ", troubles)}.",
            isWrong
                ? "What came was thrown away. The vendor may be changing the file just now: try again in a while."
                : "See that the network is there, and start it again: it goes on where it broke off.");
    }

    private async Task<string?> FromAsync(Uri url, PartialFile part, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        var step = $"downloading from {url.Authority}";
        for (var attempt = 0; ; attempt++)
        {
            progress.Report((null, step));
            var before = part.Length;
            var answer = await mirror.FetchAsync(url, part, (done, total) => progress.Report((total > 0 ? (double)done / total : null, step)), cancellationToken);
            if (answer.IsWhole)
            {
                return null;
            }

            attempt = part.Length > before ? 0 : attempt;
            if (!answer.MayGoOn || attempt >= retries)
            {
                return answer.Trouble;
            }
        }
    }
}
