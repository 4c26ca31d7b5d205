namespace Lodge.Fuzz;

/// <summary>Something that no input may do.</summary>
/// <param name="Kind">What went wrong, in the same words for each input that does it.</param>
/// <param name="Details">What it was with this input.</param>
internal sealed record Finding(string Kind, string Details)
{
    /// <summary>An exception that nobody expects. Where it was thrown tells it from others.</summary>
    public static Finding Of(Exception defect)
    {
        var place = (defect.StackTrace ?? "").Split('\n').FirstOrDefault(line => line.Contains("Lodge.", StringComparison.Ordinal));
        return new Finding($"{defect.GetType().Name} {place?.Trim()}", defect.ToString());
    }
}
