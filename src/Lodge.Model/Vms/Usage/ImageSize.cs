namespace Lodge.Model.Vms.Usage;

/// <summary>How large an image is.</summary>
/// <param name="Capacity">What a guest sees, bytes.</param>
/// <param name="OnHost">What it takes on the host, bytes.</param>
/// <param name="Length">Where its file or device ends, bytes.</param>
public sealed record ImageSize(long Capacity, long OnHost, long Length);
