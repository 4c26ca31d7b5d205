namespace Lodge.Model.Events;

/// <summary>A mark that a disk was filled beyond.</summary>
/// <param name="Threshold">The mark, bytes from the beginning of the image's file.</param>
/// <param name="Excess">How far beyond it the guest wrote, bytes.</param>
public sealed record DiskMark(long Threshold, long Excess);
